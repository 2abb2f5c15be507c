using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Quality;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>How alone every sample is in the space of the vectors.</summary>
/// <param name="MeanDistance">Length n: the mean distance to the neighbours; NaN where there are none.</param>
/// <param name="Uniqueness">Length n: 1 less the largest cosine with any of the neighbours, 0 (it has a twin) to 2; NaN where there are
/// none.</param>
/// <param name="Outliers">The samples whose mean distance is an outlier by <see cref="ModifiedZScore"/>, the farthest first; ties by
/// index.</param>
public sealed record SampleRarity(double[] MeanDistance, double[] Uniqueness, IReadOnlyList<int> Outliers)
{
    private const int ChunkRows = 256;

    /// <summary>Measures every sample.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="knn">Their neighbours.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static SampleRarity Measure(EmbeddingMatrix embedding, KnnGraph knn, int threads, CancellationToken cancellation)
    {
        double[] distances = new double[knn.Count];
        double[] uniqueness = new double[knn.Count];
        double[] inverses = new double[knn.Count];
        RowChunks chunks = new(knn.Count, ChunkRows, threads);
        chunks.Run(
            (_, first, end) =>
            {
                for (int sample = first; sample < end; sample++)
                    inverses[sample] = RowNormaliser.InverseLength(embedding.Row(sample));
            },
            cancellation
        );
        chunks.Run(
            (_, first, end) =>
            {
                for (int sample = first; sample < end; sample++)
                {
                    double sum = 0,
                        nearest = double.NaN;
                    for (int j = 1; j < knn.K; j++)
                    {
                        sum += knn.DistancesOf(sample)[j];
                        double cosine = PairCosine.Of(embedding, inverses, sample, knn.NeighboursOf(sample)[j]);
                        nearest = j == 1 ? cosine : Math.Max(nearest, cosine);
                    }

                    distances[sample] = sum / (knn.K - 1);
                    uniqueness[sample] = 1 - nearest;
                }
            },
            cancellation
        );
        return new SampleRarity(distances, uniqueness, knn.K < 2 ? [] : FarOnes(distances));
    }

    private static List<int> FarOnes(double[] distances)
    {
        double median = Median(distances);
        double deviation = Median(Array.ConvertAll(distances, distance => Math.Abs(distance - median)));
        return
        [
            .. Enumerable
                .Range(0, distances.Length)
                .Where(sample => ModifiedZScore.Of(distances[sample], median, deviation) > ModifiedZScore.Outlier)
                .OrderByDescending(sample => distances[sample])
                .ThenBy(sample => sample),
        ];
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
