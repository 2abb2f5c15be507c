namespace GpuCluster.Scene.Frames;

/// <summary>How far what lies over a picture reaches into it from its sides, in pixels: what lies between is free.</summary>
public readonly record struct PictureInsets(int Left, int Top, int Right, int Bottom);
