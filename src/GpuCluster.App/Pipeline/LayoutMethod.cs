namespace GpuCluster.App.Pipeline;

/// <summary>How positions come from vectors.</summary>
internal enum LayoutMethod
{
    /// <summary>Uniform manifold approximation and projection.</summary>
    Umap,

    /// <summary>t-distributed stochastic neighbour embedding.</summary>
    Tsne,

    /// <summary>The first principal components.</summary>
    Pca,
}
