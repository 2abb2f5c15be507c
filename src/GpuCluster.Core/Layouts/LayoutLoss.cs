namespace GpuCluster.Core.Layouts;

/// <summary>UMAP's cross entropy in its two terms, each divided by the number of edges.</summary>
/// <param name="Attraction">The mean over edges of -w ln q, q = 1 / (1 + a d^2b).</param>
/// <param name="Repulsion">The matching mean of -ln(1 - q) over drawn pairs, weighted as negative samples are.</param>
public readonly record struct LayoutLoss(double Attraction, double Repulsion)
{
    /// <summary>Both terms.</summary>
    public double Total => Attraction + Repulsion;
}
