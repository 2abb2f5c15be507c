using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>How umap-learn brings an initial layout to size, so that forces have their usual strength at the start.</summary>
internal static class InitialScaling
{
    /// <summary>Every axis of a finished initial layout spans 0 to this.</summary>
    public const float Extent = 10;

    private const float NoiseDeviation = 1e-4f;
    private const uint NoiseStream = 0x80000004;

    /// <summary>Scales to max |x| = 10 and adds noise N(0, 1e-4), which parts points that coincide.</summary>
    public static void SpreadWithNoise(float[] values, int dims, ulong seed)
    {
        float largest = 0;
        foreach (float value in values)
            largest = Math.Max(largest, Math.Abs(value));

        float factor = largest > 0 ? Extent / largest : 0;
        for (int i = 0; i < values.Length / dims; i++)
        {
            uint key = CounterRandom.Key(seed, NoiseStream, (uint)i);
            for (int j = 0; j < dims; j++)
                values[(i * dims) + j] = (values[(i * dims) + j] * factor) + (NoiseDeviation * Normal(key, (uint)j));
        }
    }

    /// <summary>Stretches each axis to 0..10. An axis on which all points agree becomes 5.</summary>
    public static void StretchAxes(float[] values, int dims)
    {
        for (int j = 0; j < dims; j++)
        {
            float min = float.PositiveInfinity,
                max = float.NegativeInfinity;
            for (int i = j; i < values.Length; i += dims)
            {
                min = Math.Min(min, values[i]);
                max = Math.Max(max, values[i]);
            }

            float range = max - min;
            for (int i = j; i < values.Length; i += dims)
                values[i] = range > 0 ? Extent * ((values[i] - min) / range) : Extent / 2;
        }
    }

    /// <summary>n x dims standard normal coordinates.</summary>
    public static float[] NormalPositions(int count, int dims, ulong seed)
    {
        float[] values = new float[count * dims];
        for (int i = 0; i < values.Length; i++)
            values[i] = Normal(CounterRandom.Key(seed, NoiseStream, (uint)(i / dims)), (uint)(i % dims));
        return values;
    }

    /// <summary>A standard normal number, by Box and Muller.</summary>
    private static float Normal(uint key, uint draw)
    {
        float radius = MathF.Sqrt(-2 * MathF.Log(1 - CounterRandom.Unit(CounterRandom.Bits(key, 2 * draw))));
        return radius * MathF.Cos(MathF.Tau * CounterRandom.Unit(CounterRandom.Bits(key, (2 * draw) + 1)));
    }
}
