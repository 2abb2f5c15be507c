namespace GpuCluster.Pipeline.Layouts;

/// <summary>The method that makes positions of vectors.</summary>
public enum LayoutMethod
{
    /// <summary>Uniform manifold approximation and projection (McInnes, Healy and Melville, 2018).</summary>
    Umap,

    /// <summary>t-distributed stochastic neighbour embedding (van der Maaten and Hinton, 2008).</summary>
    Tsne,

    /// <summary>The first principal components.</summary>
    Pca,
}
