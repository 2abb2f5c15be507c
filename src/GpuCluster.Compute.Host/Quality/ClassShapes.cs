using GpuCluster.Compute.Host.Rows;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// Spread of every class and its overlap with the others, in double precision. The mean of all overlaps is scikit-learn's
/// davies_bouldin_score.
/// </summary>
public static class ClassShapes
{
    /// <summary>Classes up to which every pair of them is compared; beyond, overlaps stay unmeasured.</summary>
    public const int MaxCompared = 2000;

    /// <summary>Measures every class.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="labels">n labels; samples without one are passed over.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One entry for each name in <paramref name="labels"/>.</returns>
    public static ClassShape[] Measure(EmbeddingMatrix embedding, SampleLabels labels, CancellationToken cancellation)
    {
        int classes = labels.ClassNames.Count;
        int[] members = new int[classes];
        double[][] means = Means(embedding, labels, members, cancellation);
        double[] spreads = new double[classes];
        for (int sample = 0; sample < embedding.Rows; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (labels.ClassOf[sample] is >= 0 and int own)
                spreads[own] += Math.Sqrt(DoubleSum.OfSquaredDifferences(means[own], embedding.Row(sample), double.PositiveInfinity));
        }

        for (int own = 0; own < classes; own++)
            spreads[own] /= members[own];

        ClassShape[] shapes = new ClassShape[classes];
        for (int own = 0; own < classes; own++)
        {
            cancellation.ThrowIfCancellationRequested();
            (int nearest, double overlap) =
                classes > MaxCompared || members[own] == 0 ? (-1, double.NaN) : Overlap(own, members, means, spreads);
            shapes[own] = new ClassShape(members[own], spreads[own], nearest, overlap);
        }

        return shapes;
    }

    private static double[][] Means(EmbeddingMatrix embedding, SampleLabels labels, int[] members, CancellationToken cancellation)
    {
        foreach (int own in labels.ClassOf)
        {
            if (own >= 0)
                members[own]++;
        }

        double[][] means = Array.ConvertAll(members, count => count > 0 ? new double[embedding.Columns] : []);
        for (int sample = 0; sample < embedding.Rows; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (labels.ClassOf[sample] is >= 0 and int own)
                DoubleSum.Add(means[own], embedding.Row(sample), 1.0 / members[own]);
        }

        return means;
    }

    private static (int Nearest, double Overlap) Overlap(int own, int[] members, double[][] means, double[] spreads)
    {
        int nearest = -1;
        double largest = double.NaN;
        for (int other = 0; other < means.Length; other++)
        {
            if (other == own || members[other] == 0)
                continue;
            double square = 0;
            for (int feature = 0; feature < means[own].Length; feature++)
            {
                double difference = means[own][feature] - means[other][feature];
                square += difference * difference;
            }

            // Two classes at one place overlap wholly, even where both are points.
            double overlap = square == 0 ? double.PositiveInfinity : (spreads[own] + spreads[other]) / Math.Sqrt(square);
            if (nearest < 0 || overlap > largest)
                (nearest, largest) = (other, overlap);
        }

        return (nearest, largest);
    }
}
