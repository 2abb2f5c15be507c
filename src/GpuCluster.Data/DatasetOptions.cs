namespace GpuCluster.Data;

/// <summary>How a dataset is read.</summary>
public sealed record DatasetOptions
{
    /// <summary>The number of samples to read, from the first on, 1 or more; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>A file of labels (IDX or .npy), or null for the one beside the data where there is one.</summary>
    public string? LabelsPath { get; init; }

    /// <summary>
    /// The array, data set or column of the file that holds the samples, by its name, for files with several; null to find out.
    /// </summary>
    public string? ArrayName { get; init; }

    /// <summary>Which folder below an image folder is the class, 1 for the first; null to find out.</summary>
    public int? LabelLevel { get; init; }

    /// <summary>Whether images or the objects in them are the samples.</summary>
    public SampleKind Samples { get; init; }

    /// <summary>The least time between two frames of a video, more than 0; null for a second.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>A file of columns (.csv or .tsv), or null for the one beside the data where there is one.</summary>
    public string? ColumnsPath { get; init; }

    /// <summary>How a float32 (N, 2) or (N, 3) file is used.</summary>
    public MatrixUse As { get; init; } = MatrixUse.Embedding;

    /// <summary>Whether a layout is read alone, without the data that its side file names.</summary>
    public bool PositionsAlone { get; init; }

    /// <summary>
    /// Whether the values of a mapped file are checked only when they are first returned, for callers that read
    /// <see cref="Core.Embeddings.EmbeddingMatrix.UncheckedRow"/>. All else is checked as it is read.
    /// </summary>
    public bool ChecksLate { get; init; }

    /// <summary>Receives the share that is read, 0 to 1, from any thread; null to ignore. Only long operations report.</summary>
    public Action<double>? Progress { get; init; }
}
