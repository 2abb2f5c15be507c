using GpuCluster.Compute.Host.Eigen;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>
/// The first few principal components of an embedding: eigenvectors of the covariance of its features, means subtracted, features not rescaled.
/// </summary>
public sealed class PrincipalComponents
{
    /// <summary>Components that may be asked for.</summary>
    public const int MostComponents = ChebyshevSubspace.MostWanted;

    // ||C v - lambda v|| / lambda_1. Axes differ from the true ones by about this over the gap to the next variance, relative to the first: 1e-4 for the digits.
    private const double Tolerance = 1e-5;
    private const int MostApplications = 300;

    private PrincipalComponents(int count, float[] mean, float[] axes, double[] variances, double totalVariance, float[] projected, bool converged)
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

    /// <summary>d x count, row-major: unit vectors, the entry of largest magnitude positive. Beyond the data's rank they are zero or arbitrary.</summary>
    public float[] Axes { get; }

    /// <summary>The variance along each component (divided by n - 1), descending.</summary>
    public double[] Variances { get; }

    /// <summary>The variance of all features together.</summary>
    public double TotalVariance { get; }

    /// <summary>n x count, row-major: every sample along each component, mean 0.</summary>
    public float[] Projected { get; }

    /// <summary>False where nearly equal variances kept the axes from settling; they are then some mixture of neighbours.</summary>
    public bool Converged { get; }

    /// <summary>The share of <see cref="TotalVariance"/> along component <paramref name="component"/>, 0 to 1; 0 where nothing varies.</summary>
    public double ExplainedShare(int component) => TotalVariance > 0 ? Variances[component] / TotalVariance : 0;

    /// <summary>Finds the first components.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="count">1 to <see cref="MostComponents"/>; components beyond d or the data's rank have variance 0.</param>
    /// <param name="seed">Seed of the iteration's start; the result depends on it in the last digits only.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="report">Receives the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static PrincipalComponents Find(
        EmbeddingMatrix embedding, int count, ulong seed, int threads, Action<double> report, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostComponents);
        CovarianceOperator covariance = new(embedding, threads);
        EigenPairs pairs = new ChebyshevSubspace(covariance, lowerBound: 0, known: null, threads)
            .Largest(count, Tolerance, MostApplications, seed, report, cancellation);
        double[] variances = Array.ConvertAll(pairs.Values, value => Math.Max(value, 0));
        return new PrincipalComponents(
            count, covariance.Mean, pairs.Vectors, variances, covariance.TotalVariance, covariance.Project(pairs.Vectors, count), pairs.Converged);
    }
}
