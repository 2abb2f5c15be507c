using GpuCluster.Compute.Host.Rows;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>The cosine of one pair of samples, summed in double: right to the last bit of a float, and 1 for exact duplicates.</summary>
internal static class PairCosine
{
    /// <param name="embedding">n x d values.</param>
    /// <param name="inverses">n values: 1 / length of each row, 0 for a zero row.</param>
    /// <param name="first">A sample.</param>
    /// <param name="second">Another.</param>
    public static float Of(EmbeddingMatrix embedding, double[] inverses, int first, int second) =>
        (float)Math.Clamp(DoubleSum.OfProducts(embedding.Row(first), embedding.Row(second)) * inverses[first] * inverses[second], -1, 1);
}
