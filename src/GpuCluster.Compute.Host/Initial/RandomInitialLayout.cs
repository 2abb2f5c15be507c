using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>Uniform random positions in a cube from -10 to 10.</summary>
internal static class RandomInitialLayout
{
    private const uint Stream = 0x80000003;

    /// <summary>n x dims values.</summary>
    public static float[] Create(int count, int dims, ulong seed)
    {
        float[] values = new float[count * dims];
        for (int i = 0; i < count; i++)
        {
            uint key = CounterRandom.Key(seed, Stream, (uint)i);
            for (int j = 0; j < dims; j++)
                values[(i * dims) + j] = (20 * CounterRandom.Unit(CounterRandom.Bits(key, (uint)j))) - 10;
        }

        return values;
    }
}
