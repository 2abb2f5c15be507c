using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>Labels without training: which of several texts fits an image best, and how sure the model is.</summary>
/// <param name="Classes">c, the number of texts.</param>
/// <param name="ClassOf">For each of n images the class of greatest probability; of equal ones the first.</param>
/// <param name="Probabilities">n x c, row-major; each row sums to 1.</param>
public sealed record ZeroShotLabels(int Classes, int[] ClassOf, float[] Probabilities)
{
    /// <summary>Rows that one worker takes at a time.</summary>
    private const int BlockRows = 256;

    /// <summary>The probabilities of image <paramref name="row"/>.</summary>
    public ReadOnlySpan<float> Row(int row) => Probabilities.AsSpan(row * Classes, Classes);

    /// <summary>Compares every image with every class.</summary>
    /// <param name="images">n x d; rows of any length. A zero row fits all classes alike.</param>
    /// <param name="classes">c x d, rows of length 1.</param>
    /// <param name="scale">What cosines are multiplied by before the softmax, 0 or more.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ZeroShotLabels Measure(
        EmbeddingMatrix images,
        EmbeddingMatrix classes,
        double scale,
        int threads,
        CancellationToken cancellation
    )
    {
        if (images.Columns != classes.Columns)
        {
            throw new ArgumentException(
                $"images of {images.Columns} features and classes of {classes.Columns} share no space",
                nameof(classes)
            );
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int n = images.Rows,
            count = classes.Rows;
        float[] probabilities = new float[n * count];
        int[] classOf = new int[n];
        new RowChunks(n, BlockRows, threads).Run(
            (_, first, end) =>
            {
                float[] unit = new float[images.Columns];
                for (int row = first; row < end; row++)
                {
                    RowNormaliser.Normalize(images.Row(row), unit);
                    Span<float> fits = probabilities.AsSpan(row * count, count);
                    for (int c = 0; c < count; c++)
                        fits[c] = DotProduct.Of(unit, classes.Row(c));
                    classOf[row] = IndexOfGreatest(fits);
                    Softmax.Apply(fits, scale);
                }
            },
            cancellation
        );
        return new ZeroShotLabels(count, classOf, probabilities);
    }

    private static int IndexOfGreatest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}
