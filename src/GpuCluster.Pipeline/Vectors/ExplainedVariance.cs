using System.Globalization;
using GpuCluster.Compute.Host.Components;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The share of the variance of vectors that lies along their first principal components.</summary>
/// <param name="Features">d of the vectors.</param>
/// <param name="Shares">The share of each component, 0 to 1, descending.</param>
public sealed record ExplainedVariance(int Features, IReadOnlyList<double> Shares)
{
    /// <summary>The text lists the shares of up to this number of components.</summary>
    private const int MaxListed = 4;

    /// <summary>The share of all components, 0 to 1.</summary>
    public double Total => Shares.Sum();

    /// <summary>The shares of components that were found.</summary>
    /// <param name="components">The components.</param>
    public static ExplainedVariance Of(PrincipalComponents components) =>
        new(components.Mean.Length, [.. Enumerable.Range(0, components.Count).Select(components.ExplainedShare)]);

    /// <summary>One line, for example "2 principal components of 784 features explain 16.8 % of the variance (9.7 %, 7.1 %)".</summary>
    public string ToText()
    {
        string each = Shares.Count > MaxListed ? "" : $" ({string.Join(", ", Shares.Select(Percent))})";
        return $"{Shares.Count} principal components of {Features} features explain {Percent(Total)} of the variance{each}";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
