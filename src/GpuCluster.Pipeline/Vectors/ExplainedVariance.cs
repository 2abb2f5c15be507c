using System.Globalization;
using GpuCluster.Compute.Host.Components;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>How much of the variance of some vectors lies along their principal components.</summary>
/// <param name="Features">Of the vectors.</param>
/// <param name="Shares">Of each component, 0 to 1, descending.</param>
public sealed record ExplainedVariance(int Features, IReadOnlyList<double> Shares)
{
    /// <summary>More than so many are told by their sum alone.</summary>
    private const int MostTold = 4;

    /// <summary>The share of all components, 0 to 1.</summary>
    public double Total => Shares.Sum();

    /// <summary>That of found components.</summary>
    public static ExplainedVariance Of(PrincipalComponents components) => new(components.Mean.Length, [.. Enumerable.Range(0, components.Count).Select(components.ExplainedShare)]);

    /// <summary>One line for people.</summary>
    public string ToText() =>
        $"{Shares.Count} principal components of {Features} features explain {Percent(Total)} of the variance{(Shares.Count > MostTold ? "" : $" ({string.Join(", ", Shares.Select(Percent))})")}";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
