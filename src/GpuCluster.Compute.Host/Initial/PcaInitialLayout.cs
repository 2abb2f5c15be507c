using GpuCluster.Compute.Host.Components;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>The samples along the embedding's first principal components. Not yet scaled.</summary>
internal static class PcaInitialLayout
{
    /// <summary>Computes the layout, or says why there is none.</summary>
    /// <returns>n x dims values and no reason, or no values and the reason.</returns>
    public static (float[]? Values, string? Reason) Create(
        EmbeddingMatrix embedding,
        int dims,
        ulong seed,
        int threads,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        PrincipalComponents components = PrincipalComponents.Find(embedding, dims, seed, threads, report, cancellation);
        return components.Variances[0] > 0 ? (components.Projected, null) : (null, "all samples are equal");
    }
}
