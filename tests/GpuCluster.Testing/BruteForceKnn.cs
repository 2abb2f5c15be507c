using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Testing;

/// <summary>
/// Neighbours by the plain definition in double precision: all distances of a row, sorted. Independent of the code under test; for small n.
/// </summary>
public static class BruteForceKnn
{
    /// <summary>Distances from one row to all rows.</summary>
    public static double[] Distances(EmbeddingMatrix embedding, int row, Metric metric)
    {
        double[] from = ToDouble(embedding.Row(row));
        double[] distances = new double[embedding.Rows];
        for (int other = 0; other < embedding.Rows; other++)
        {
            if (other != row)
                distances[other] = Distance(from, ToDouble(embedding.Row(other)), metric);
        }

        return distances;
    }

    /// <summary>The cosine of two rows; 0 where one of them is zero.</summary>
    public static double Cosine(double[] a, double[] b)
    {
        double lengths = Math.Sqrt(a.Sum(x => x * x)) * Math.Sqrt(b.Sum(x => x * x));
        return lengths == 0 ? 0 : a.Zip(b, (x, y) => x * y).Sum() / lengths;
    }

    /// <summary>A row in double precision.</summary>
    public static double[] ToDouble(ReadOnlySpan<float> row)
    {
        double[] wide = new double[row.Length];
        for (int i = 0; i < row.Length; i++)
            wide[i] = row[i];

        return wide;
    }

    /// <summary>The distance of two rows of d values.</summary>
    public static double Distance(double[] a, double[] b, Metric metric) =>
        metric switch
        {
            Metric.Cosine => 1 - Cosine(a, b),
            Metric.Correlation => 1 - Cosine(Centred(a), Centred(b)),
            Metric.Manhattan => a.Zip(b, (x, y) => Math.Abs(x - y)).Sum(),
            _ => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum()),
        };

    private static double[] Centred(double[] row)
    {
        double mean = row.Sum() / row.Length;
        return [.. row.Select(value => value - mean)];
    }
}
