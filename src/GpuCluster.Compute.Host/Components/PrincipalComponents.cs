using GpuCluster.Compute.Host.Eigen;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Components;

/// <summary>
/// The first principal components of an embedding: eigenvectors of the covariance of its features, means subtracted, features not rescaled.
/// <see cref="LeadingAxes"/> finds them: exactly where there are few features, by some steps of the randomised method where there are many.
/// </summary>
public sealed class PrincipalComponents
{
    /// <summary>Components that may be asked for.</summary>
    public const int MaxComponents = ComponentLimits.Max;

    /// <summary>
    /// Features up to which the covariance is formed. Its products cost n d² / 2 multiply-adds once, where a randomised search costs 2 n d
    /// for each of some sixty axes and each of its steps.
    /// </summary>
    public const int MaxFormed = 1024;

    /// <summary>Steps over a formed covariance, each of which costs next to nothing.</summary>
    private const int FormedSteps = 200;

    /// <summary>Steps of the randomised method, as scikit-learn takes.</summary>
    private const int RandomisedSteps = 7;

    /// <summary>The most components that a layout may consist of. It gets more steps, which cost little for few axes.</summary>
    private const int FewComponents = 4;
    private const int FewSteps = 64;

    /// <summary>The share by which a variance may still change, <see cref="LeadingAxes.Find"/>.</summary>
    private const double FormedTolerance = 1e-6;
    private const double AppliedTolerance = 1e-3;

    private PrincipalComponents(
        int count,
        float[] mean,
        float[] axes,
        double[] variances,
        double totalVariance,
        float[] projected,
        bool converged
    )
    {
        Count = count;
        Mean = mean;
        Axes = axes;
        Variances = variances;
        TotalVariance = totalVariance;
        Projected = projected;
        Converged = converged;
    }

    /// <summary>Number of components.</summary>
    public int Count { get; }

    /// <summary>Length d: the mean of each feature.</summary>
    public float[] Mean { get; }

    /// <summary>
    /// d x count, row-major: unit vectors, the entry of largest magnitude positive. Beyond the data's rank they are zero or arbitrary.
    /// </summary>
    public float[] Axes { get; }

    /// <summary>The variance along each component (divided by n - 1), descending.</summary>
    public double[] Variances { get; }

    /// <summary>The variance of all features together.</summary>
    public double TotalVariance { get; }

    /// <summary>n x count, row-major: every sample along each component, mean 0.</summary>
    public float[] Projected { get; }

    /// <summary>
    /// False where nearly equal variances, or few steps over many features, kept the axes from settling; they are then some mixture of
    /// neighbours.
    /// </summary>
    public bool Converged { get; }

    /// <summary>
    /// The share of <see cref="TotalVariance"/> along component <paramref name="component"/>, 0 to 1; 0 where nothing varies.
    /// </summary>
    public double ExplainedShare(int component) => TotalVariance > 0 ? Variances[component] / TotalVariance : 0;

    /// <summary>Finds the first components.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="count">1 to <see cref="MaxComponents"/>; components beyond d or the data's rank have variance 0.</param>
    /// <param name="seed">Seed of the iteration's start; the result depends on it in the last digits only, or where it did not
    /// converge.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="report">Receives the share done, 0 to 1; called by any thread.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static PrincipalComponents Find(
        EmbeddingMatrix embedding,
        int count,
        ulong seed,
        int threads,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxComponents);
        int d = embedding.Columns;
        TileEngine engine = TileEngine.Of(SimdWidth.Widest);
        RowTransform frame = RowTransform.Of(embedding, Metric.Euclidean, threads, cancellation);

        // One power of two for all rows: squares of huge or tiny values stay within float, and variances are those of the moved rows.
        double scale = embedding.Rows > 0 ? frame.Scales[0] : 1;
        float[] mean = Array.ConvertAll(frame.Shift, value => (float)(value / scale));
        CentredMatrix moved = new(embedding, mean, (float)scale);
        bool forms = d <= MaxFormed;
        ICovariance covariance = forms
            ? FormedCovariance.Of(engine, moved, threads, report, cancellation)
            : new AppliedCovariance(engine, embedding, frame, moved, threads, cancellation);
        LeadingAxes found = LeadingAxes.Find(
            covariance,
            Math.Min(count, d),
            forms ? FormedSteps
                : count <= FewComponents ? FewSteps
                : RandomisedSteps,
            forms ? FormedTolerance : AppliedTolerance,
            seed,
            forms ? static _ => { } : report,
            cancellation
        );
        float[] rows = new float[count * d];
        found.Axes.CopyTo(rows, 0);
        float[] columns = Transposed(rows, count, d);
        VectorSigns.Fix(columns, d, count);
        double[] variances =
        [
            .. found.Variances.Select(variance => variance / scale / scale),
            .. new double[count - found.Variances.Length],
        ];
        return new PrincipalComponents(
            count,
            mean,
            columns,
            variances,
            covariance.Trace / scale / scale,
            Along(embedding, mean, columns, threads, cancellation),
            found.Converged
        );
    }

    /// <summary>Samples along the components, as those that they were found on.</summary>
    /// <param name="samples">m x d values.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>m x count values.</returns>
    public EmbeddingMatrix Project(EmbeddingMatrix samples, int threads, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Columns, Mean.Length, nameof(samples));
        return new EmbeddingMatrix(samples.Rows, Count, Along(samples, Mean, Axes, threads, cancellation));
    }

    /// <summary>n x count values of n samples and axes of d x count.</summary>
    private static float[] Along(EmbeddingMatrix samples, float[] mean, float[] axes, int threads, CancellationToken cancellation)
    {
        int d = mean.Length,
            count = axes.Length / d;
        EmbeddingMatrix rows = new(count, d, Transposed(axes, d, count));
        RowTransform frame = RowTransform.Around(mean, samples.Rows);
        return RowProducts.Of(TileEngine.Of(SimdWidth.Widest), samples, Metric.Euclidean, frame, rows, threads, cancellation);
    }

    private static float[] Transposed(float[] matrix, int rows, int columns)
    {
        float[] transposed = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
        }

        return transposed;
    }
}
