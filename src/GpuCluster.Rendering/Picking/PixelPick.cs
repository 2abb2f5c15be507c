namespace GpuCluster.Rendering.Picking;

/// <summary>The content of a pixel, from <c>FrameRenderer.TryTakePick</c>.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
/// <param name="Point">Index of the point whose disc or picture it is; null for background and for places outside the picture.</param>
public readonly record struct PixelPick(int X, int Y, int? Point);
