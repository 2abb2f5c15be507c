namespace GpuCluster.Core.Layouts;

/// <summary>Where a layout starts from.</summary>
public enum InitialLayoutKind
{
    /// <summary>Eigenvectors of the graph's normalised Laplacian.</summary>
    Spectral,

    /// <summary>The embedding's principal components.</summary>
    Pca,

    /// <summary>Uniform random.</summary>
    Random,
}
