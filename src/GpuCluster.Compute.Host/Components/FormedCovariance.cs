using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.Compute.Host.Components;

/// <summary>
/// A covariance that is written out, d x d floats: for few features, where that costs little and applying it often costs nothing.
/// </summary>
internal sealed class FormedCovariance : ICovariance
{
    private const int FeaturesAtATime = 32;

    private readonly float[] _entries;
    private readonly int _threads;

    private FormedCovariance(int features, float[] entries, double trace, int threads)
    {
        Features = features;
        Trace = trace;
        _entries = entries;
        _threads = threads;
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <inheritdoc/>
    public double Trace { get; }

    /// <summary>Forms it.</summary>
    /// <param name="engine">Multiplies.</param>
    /// <param name="matrix">Moved by its mean.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="report">Receives the share done; called by any thread.</param>
    /// <param name="cancellation">Stops.</param>
    public static FormedCovariance Of(
        TileEngine engine,
        CentredMatrix matrix,
        int threads,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        double[] products = ColumnProducts.Of(engine, matrix, matrix, threads, report, cancellation);
        double divisor = Math.Max(matrix.Rows - 1, 1),
            trace = 0;
        for (int feature = 0; feature < matrix.Columns; feature++)
            trace += products[(feature * matrix.Columns) + feature] / divisor;

        return new FormedCovariance(matrix.Columns, Array.ConvertAll(products, product => (float)(product / divisor)), trace, threads);
    }

    /// <inheritdoc/>
    public float[] Apply(float[] axes, int count, CancellationToken cancellation)
    {
        int d = Features;
        float[] applied = new float[count * d];
        new RowChunks(d, FeaturesAtATime, _threads).Run(
            (_, first, end) =>
            {
                for (int feature = first; feature < end; feature++)
                {
                    ReadOnlySpan<float> entries = _entries.AsSpan(feature * d, d);
                    for (int axis = 0; axis < count; axis++)
                        applied[(axis * d) + feature] = DotProduct.Of(entries, axes.AsSpan(axis * d, d));
                }
            },
            cancellation
        );
        return applied;
    }
}
