namespace GpuCluster.Pipeline.Layouts;

/// <summary>How positions come from vectors.</summary>
public enum LayoutMethod
{
    /// <summary>Uniform manifold approximation and projection.</summary>
    Umap,

    /// <summary>t-distributed stochastic neighbour embedding.</summary>
    Tsne,

    /// <summary>The first principal components.</summary>
    Pca,
}
