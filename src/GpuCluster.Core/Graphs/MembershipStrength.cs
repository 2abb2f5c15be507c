namespace GpuCluster.Core.Graphs;

/// <summary>
/// How strongly a neighbour belongs to a sample's neighbourhood: 1 up to rho, then exp(-(d - rho) / sigma). The sample itself has strength
/// 0; callers leave it out.
/// </summary>
public static class MembershipStrength
{
    /// <summary>The strength, 0..1.</summary>
    /// <param name="distance">0 or more.</param>
    /// <param name="rho">Distance to the nearest neighbour.</param>
    /// <param name="sigma">Above 0, or 0 where every distance is 0.</param>
    public static float Of(float distance, float rho, float sigma)
    {
        float beyond = distance - rho;
        return beyond <= 0 ? 1 : MathF.Exp(-(beyond / sigma));
    }
}
