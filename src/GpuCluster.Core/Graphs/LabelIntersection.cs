using System.Runtime.InteropServices;

namespace GpuCluster.Core.Graphs;

/// <summary>
/// How classes weaken the edges of a supervised UMAP (umap-learn's intersection with a categorical target): an edge between classes is
/// multiplied by exp(-far), an edge at a sample without a class by exp(-1), an edge within a class by 1.
/// </summary>
/// <param name="Unknown">The factor at a sample without a class.</param>
/// <param name="Different">The factor between two classes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LabelIntersection(float Unknown, float Different)
{
    private const double UnknownDistance = 1;

    /// <summary>The distance of classes at weight 0; it grows to infinity at weight 1.</summary>
    private const double FarAtNothing = 2.5;

    /// <summary>The factors.</summary>
    /// <param name="weight">How much classes count against the data, 0 to 1; 0.5 is umap-learn's default. At 1 no edge between classes is
    /// left.</param>
    public static LabelIntersection Of(double weight) =>
        new((float)Math.Exp(-UnknownDistance), weight < 1 ? (float)Math.Exp(-FarAtNothing / (1 - weight)) : 0);

    /// <summary>The factor of an edge.</summary>
    /// <param name="left">The class of one end, -1 for none.</param>
    /// <param name="right">The class of the other.</param>
    public float Factor(int left, int right) =>
        left < 0 || right < 0 ? Unknown
        : left == right ? 1
        : Different;
}
