using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>
/// Pictures for timing kernels, the same on every machine: squares on a slope of light with noise on them, so that filters differ at every
/// reduction, and away from black and white, so that none overshoots what bytes hold.
/// </summary>
internal static class SyntheticImages
{
    public const int Width = 640;
    public const int Height = 480;
    private const int Darkest = 48,
        Slope = 32,
        Noise = 32,
        Contrast = 96,
        Square = 24;

    /// <summary>One picture.</summary>
    /// <param name="seed">Another seed gives other noise.</param>
    /// <param name="index">Which picture.</param>
    public static DecodedImage Create(ulong seed, int index)
    {
        byte[] rgba = new byte[Width * Height * 4];
        uint noise = CounterRandom.Key(seed, 0, (uint)index),
            squares = CounterRandom.Key(seed, 1, (uint)index);
        for (int at = 0; at < rgba.Length; at++)
        {
            int column = at / 4 % Width,
                row = at / 4 / Width;
            uint square = (uint)((((row / Square * Width) + (column / Square)) * 4) + (at % 4));
            rgba[at] =
                at % 4 == 3
                    ? byte.MaxValue
                    : (byte)(
                        Darkest
                        + (Slope * column / Width)
                        + CounterRandom.Index(CounterRandom.Bits(noise, (uint)at), Noise)
                        + CounterRandom.Index(CounterRandom.Bits(squares, square), Contrast)
                    );
        }

        return new DecodedImage(Width, Height, rgba);
    }
}
