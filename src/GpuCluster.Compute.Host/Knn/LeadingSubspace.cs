using GpuCluster.Compute.Host.Components;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Rows in the subspace where most of their variance lies, so that products of fewer features tell which pairs are worth measuring.
///
/// How it works. The leading axes of a sample, roughly: the axes within the subspace do not matter, as distances do not change under
/// rotation. Projection is a product of tiles.
/// </summary>
internal static class LeadingSubspace
{
    private const int Sampled = 2048;
    private const int Steps = 3;

    /// <summary>Projects moved rows.</summary>
    /// <param name="engine">Multiplies.</param>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">With which the frame goes.</param>
    /// <param name="frame">Moves the rows.</param>
    /// <param name="dims">Axes, less than d.</param>
    /// <param name="seed">Chooses the sample and the start.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>n x dims values.</returns>
    public static EmbeddingMatrix Project(
        TileEngine engine,
        EmbeddingMatrix embedding,
        Metric metric,
        RowTransform frame,
        int dims,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        EmbeddingMatrix axes = new(dims, embedding.Columns, Axes(engine, embedding, frame, dims, seed, threads, cancellation));
        return new EmbeddingMatrix(embedding.Rows, dims, RowProducts.Of(engine, embedding, metric, frame, axes, threads, cancellation));
    }

    /// <summary>dims x d orthonormal rows.</summary>
    private static float[] Axes(
        TileEngine engine,
        EmbeddingMatrix embedding,
        RowTransform frame,
        int dims,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        uint key = CounterRandom.Key(seed, 0x53554253, 0);
        int d = embedding.Columns;
        int count = Math.Min(Sampled, embedding.Rows);
        float[] values = new float[count * d];
        for (int i = 0; i < count; i++)
        {
            int row = CounterRandom.Index(CounterRandom.Bits(key, (uint)i), embedding.Rows);
            ReadOnlySpan<float> from = embedding.Row(row);
            for (int feature = 0; feature < d; feature++)
                values[(i * d) + feature] = RowTransform.Move(from[feature], frame.MeanOf(row), frame.Scales[row], frame.Shift[feature]);
        }

        EmbeddingMatrix sample = new(count, d, values);
        AppliedCovariance covariance = new(
            engine,
            sample,
            RowTransform.Still(sample),
            new CentredMatrix(sample, new float[d], 1),
            threads,
            cancellation
        );
        return LeadingAxes.Find(covariance, dims, Steps, 0, seed, static _ => { }, cancellation).Axes;
    }
}
