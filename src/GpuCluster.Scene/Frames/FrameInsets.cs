namespace GpuCluster.Scene.Frames;

/// <summary>The width in pixels that overlays cover at each side of a picture; the area between is free.</summary>
public readonly record struct FrameInsets(int Left, int Top, int Right, int Bottom);
