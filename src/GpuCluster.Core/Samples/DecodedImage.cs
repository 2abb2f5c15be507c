namespace GpuCluster.Core.Samples;

/// <summary>A picture in memory, upright.</summary>
/// <param name="Width">Pixels, 1 or more.</param>
/// <param name="Height">Pixels, 1 or more.</param>
/// <param name="Rgba">width x height x 4 bytes, R G B A in sRGB, premultiplied by alpha, top row first.</param>
public sealed record DecodedImage(int Width, int Height, ReadOnlyMemory<byte> Rgba);
