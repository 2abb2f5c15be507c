namespace GpuCluster.Scene.Frames;

/// <summary>One colour per point. A renderer uploads each new instance once; the array is not written after construction.</summary>
/// <param name="Rgba">Length n; red in the lowest byte, then green, blue; sRGB. The highest byte is the point's
/// <see cref="PointStyle"/>.</param>
/// <param name="HasStyles">False where every style is <see cref="PointStyle.Normal"/>, which draws faster.</param>
public sealed record PointColours(uint[] Rgba, bool HasStyles = false);
