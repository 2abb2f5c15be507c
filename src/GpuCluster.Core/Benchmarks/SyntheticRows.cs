using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Core.Benchmarks;

/// <summary>
/// Data for timing kernels: rows around ten centres, with values in 0..1.5 and the same on every machine. No two rows are equal.
/// </summary>
public static class SyntheticRows
{
    private const int Centres = 10;
    private const float Spread = 0.5f;

    /// <summary>n x d values.</summary>
    /// <param name="size">n and d.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    public static EmbeddingMatrix Create(KernelSize size, ulong seed)
    {
        float[] values = new float[(long)size.N * size.D];
        for (int row = 0; row < size.N; row++)
        {
            uint centre = CounterRandom.Key(seed, 0, (uint)(row % Centres));
            uint own = CounterRandom.Key(seed, 1, (uint)row);
            for (int j = 0; j < size.D; j++)
            {
                values[(row * size.D) + j] =
                    CounterRandom.Unit(CounterRandom.Bits(centre, (uint)j))
                    + (Spread * CounterRandom.Unit(CounterRandom.Bits(own, (uint)j)));
            }
        }

        return new EmbeddingMatrix(size.N, size.D, values);
    }
}
