namespace GpuCluster.Data;

/// <summary>What two or three columns of float32 mean: the file cannot say.</summary>
public enum MatrixUse
{
    /// <summary>Features, to be laid out.</summary>
    Embedding,

    /// <summary>Positions, to be looked at. Matrices with more columns stay embeddings.</summary>
    Layout,

    /// <summary>Positions, and nothing else will do: whatever is not float32 (N, 2) or (N, 3) is refused.</summary>
    LayoutOnly,
}
