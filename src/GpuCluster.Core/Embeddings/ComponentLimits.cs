namespace GpuCluster.Core.Embeddings;

/// <summary>How many principal components vectors may be reduced to. Command line, search and scene files ask here, so that all refuse the same.</summary>
public static class ComponentLimits
{
    /// <summary>A search solves a problem of this size and a quarter more whole, which takes a second or two.</summary>
    public const int Most = 256;
}
