namespace GpuCluster.Data;

/// <summary>How a dataset is read.</summary>
public sealed record DatasetOptions
{
    /// <summary>Only the first so many samples, 1 or more; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>A file of labels (IDX or .npy), or null for the one beside the data where there is one.</summary>
    public string? LabelsPath { get; init; }

    /// <summary>A file of columns (.csv or .tsv), or null for the one beside the data where there is one.</summary>
    public string? ColumnsPath { get; init; }

    /// <summary>What a float32 (N, 2) or (N, 3) file is.</summary>
    public MatrixUse As { get; init; } = MatrixUse.Embedding;

    /// <summary>
    /// Whether the values of a mapped file wait for their check until they are first handed out: for who reads <see cref="Core.Embeddings.EmbeddingMatrix.UncheckedValues"/>. All else is checked as it is read.
    /// </summary>
    public bool ChecksLate { get; init; }

    /// <summary>Receives the share that is read, 0 to 1, from any thread; null where nobody asks. Only what takes long reports.</summary>
    public Action<double>? Progress { get; init; }
}
