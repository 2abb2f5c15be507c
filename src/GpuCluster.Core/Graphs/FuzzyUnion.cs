namespace GpuCluster.Core.Graphs;

/// <summary>The probabilistic union of two directed memberships: the chance that at least one holds.</summary>
public static class FuzzyUnion
{
    /// <summary>P + Pt - P Pt; the same bits whichever comes first.</summary>
    /// <param name="strength">0..1; 0 where there is no such edge.</param>
    /// <param name="opposite">0..1, of the opposite direction.</param>
    public static float Of(float strength, float opposite) => strength + opposite - (strength * opposite);

    /// <summary>
    /// A mixture of the union and the intersection P Pt, the chance that both hold (McInnes 2018, umap-learn's set_op_mix_ratio).
    /// </summary>
    /// <param name="strength">0..1; 0 where there is no such edge.</param>
    /// <param name="opposite">0..1, of the opposite direction.</param>
    /// <param name="mix">1 for the union, 0 for the intersection.</param>
    public static float Of(float strength, float opposite, float mix) =>
        (mix * Of(strength, opposite)) + ((1 - mix) * (strength * opposite));
}
