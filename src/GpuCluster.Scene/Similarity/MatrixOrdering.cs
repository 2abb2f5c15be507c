namespace GpuCluster.Scene.Similarity;

/// <summary>In which order samples are rows and columns of the cosine matrix.</summary>
public enum MatrixOrdering
{
    /// <summary>By class, those without one last; as the data has them where there are no classes.</summary>
    Label,

    /// <summary>By cluster, once clusters were found.</summary>
    Cluster,

    /// <summary>The selected samples alone, as the data has them.</summary>
    Selection,
}
