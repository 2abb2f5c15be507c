namespace GpuCluster.Core.Graphs;

/// <summary>The probabilistic union of two directed memberships: the chance that at least one holds.</summary>
public static class FuzzyUnion
{
    /// <summary>P + Pt - P Pt; the same bits whichever comes first.</summary>
    /// <param name="strength">0..1; 0 where there is no such edge.</param>
    /// <param name="opposite">0..1, of the opposite direction.</param>
    public static float Of(float strength, float opposite) => strength + opposite - (strength * opposite);
}
