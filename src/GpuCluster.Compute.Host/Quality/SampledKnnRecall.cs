using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// The share of true neighbours that a search found, measured against distances summed row by row without any of the search's own shortcuts. Asks every sample
/// of a small set and a seeded choice of a large one. A neighbour as near as the true last one counts as found: ties have no order.
/// </summary>
public static class SampledKnnRecall
{
    /// <summary>Samples asked at most; each costs one pass over the embedding.</summary>
    public const int MostAsked = 256;

    // The search and this measure round differently in the last digits.
    private const double Equal = 1 + 1e-5;

    // Cosine distances of equal rows are rounding alone; squared differences of equal rows are 0.
    private const double Nothing = 1e-12;

    /// <summary>Measures.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">The metric of the search.</param>
    /// <param name="found">What the search found, each sample itself first.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>0 to 1; null where there are no neighbours to find.</returns>
    public static double? Measure(EmbeddingMatrix embedding, Metric metric, KnnGraph found, ulong seed, int threads, CancellationToken cancellation)
    {
        int n = embedding.Rows;
        int wanted = found.K - 1;
        if (n < 2 || wanted < 1)
        {
            return null;
        }

        int asked = Math.Min(n, MostAsked);
        int[] hits = new int[asked];
        double[] norms = metric == Metric.Cosine ? Norms(embedding, threads, cancellation) : [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, asked, options, question =>
        {
            int sample = asked == n ? question : CounterRandom.Index(CounterRandom.Bits(CounterRandom.Key(seed, 0, (uint)question), 0), n);
            hits[question] = Hits(Distances(embedding, norms, sample), found, sample);
        });
        return (double)hits.Sum() / ((long)asked * wanted);
    }

    private static int Hits(double[] distances, KnnGraph found, int sample)
    {
        double[] sorted = [.. distances.Where((_, other) => other != sample).Order().Take(found.K - 1)];
        double last = (sorted[^1] * Equal) + Nothing;
        int hits = 0;
        ReadOnlySpan<int> neighbours = found.NeighboursOf(sample);
        for (int j = 0; j < neighbours.Length; j++)
        {
            // A neighbour that is listed twice was found once.
            bool isNew = neighbours[j] != sample && !neighbours[..j].Contains(neighbours[j]);
            hits += isNew && distances[neighbours[j]] <= last ? 1 : 0;
        }

        return hits;
    }

    private static double[] Distances(EmbeddingMatrix embedding, double[] norms, int sample)
    {
        double[] distances = new double[embedding.Rows];
        ReadOnlySpan<float> row = embedding.Row(sample);
        for (int other = 0; other < distances.Length; other++)
        {
            distances[other] = norms.Length == 0
                ? SquaredDistance(row, embedding.Row(other))
                : norms[sample] > 0 && norms[other] > 0 ? 1 - (Dot(row, embedding.Row(other)) / norms[sample] / norms[other]) : 1;
        }

        return distances;
    }

    private static double[] Norms(EmbeddingMatrix embedding, int threads, CancellationToken cancellation)
    {
        double[] norms = new double[embedding.Rows];
        Parallel.For(0, norms.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i => norms[i] = Math.Sqrt(Dot(embedding.Row(i), embedding.Row(i))));
        return norms;
    }

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            double difference = (double)a[j] - b[j];
            sum += difference * difference;
        }

        return sum;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            sum += (double)a[j] * b[j];
        }

        return sum;
    }
}
