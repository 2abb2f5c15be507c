namespace GpuCluster.Scene.Frames;

/// <summary>One colour per point. A renderer uploads it when it meets a new instance; the array is not written after construction.</summary>
/// <param name="Rgba">Length n; red in the lowest byte, then green, blue, alpha; sRGB.</param>
public sealed record PointColours(uint[] Rgba);
