namespace GpuCluster.Data;

/// <summary>The meaning of two or three columns of float32, which the file does not state.</summary>
public enum MatrixUse
{
    /// <summary>Features, to be laid out.</summary>
    Embedding,

    /// <summary>Positions, to be looked at. Matrices with more columns stay embeddings.</summary>
    Layout,

    /// <summary>Positions only: anything but float32 (N, 2) or (N, 3) is refused.</summary>
    LayoutOnly,
}
