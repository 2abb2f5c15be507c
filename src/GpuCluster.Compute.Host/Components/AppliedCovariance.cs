using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Components;

/// <summary>
/// A covariance that is never formed, X'(XV)/(n - 1) with the rows moved: for many features, where d x d values are too many. Each
/// application reads the data twice.
/// </summary>
internal sealed class AppliedCovariance : ICovariance
{
    private const int RowsAtATime = 4096;

    private readonly TileEngine _engine;
    private readonly EmbeddingMatrix _embedding;
    private readonly RowTransform _frame;
    private readonly CentredMatrix _moved;
    private readonly int _threads;

    /// <summary>Sums the variances.</summary>
    /// <param name="engine">Multiplies.</param>
    /// <param name="embedding">n x d values.</param>
    /// <param name="frame">Moves its rows.</param>
    /// <param name="moved">The same rows, moved alike.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops.</param>
    public AppliedCovariance(
        TileEngine engine,
        EmbeddingMatrix embedding,
        RowTransform frame,
        CentredMatrix moved,
        int threads,
        CancellationToken cancellation
    )
    {
        (_engine, _embedding, _frame, _moved, _threads) = (engine, embedding, frame, moved, threads);
        Trace = SumOfVariances(cancellation);
    }

    /// <inheritdoc/>
    public int Features => _embedding.Columns;

    /// <inheritdoc/>
    public double Trace { get; }

    private double Divisor => Math.Max(_embedding.Rows - 1, 1);

    /// <inheritdoc/>
    public float[] Apply(float[] axes, int count, CancellationToken cancellation)
    {
        float[] along = RowProducts.Of(
            _engine,
            _embedding,
            Metric.Euclidean,
            _frame,
            new EmbeddingMatrix(count, Features, axes),
            _threads,
            cancellation
        );
        CentredMatrix left = new(new EmbeddingMatrix(_embedding.Rows, count, along), new float[count], 1);
        double[] products = ColumnProducts.Of(_engine, left, _moved, _threads, static _ => { }, cancellation);
        return Array.ConvertAll(products, product => (float)(product / Divisor));
    }

    private double SumOfVariances(CancellationToken cancellation)
    {
        RowChunks chunks = new(_embedding.Rows, RowsAtATime, _threads);
        double[] sums = new double[chunks.Count];
        chunks.Run(
            (chunk, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    sums[chunk] += DoubleSum.OfSquaredDifferences(
                        _frame.Shift,
                        _embedding.Row(row),
                        _frame.Scales[row],
                        double.PositiveInfinity
                    );
                }
            },
            cancellation
        );
        return sums.Sum() / Divisor;
    }
}
