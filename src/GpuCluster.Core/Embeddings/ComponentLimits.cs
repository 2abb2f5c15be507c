namespace GpuCluster.Core.Embeddings;

/// <summary>
/// How many principal components vectors may be reduced to. Command line, search and scene files use these limits, so that all refuse the
/// same values.
/// </summary>
public static class ComponentLimits
{
    /// <summary>The search solves an eigenproblem a quarter larger than this in full, which takes a second or two.</summary>
    public const int Max = 256;
}
