namespace GpuCluster.Embedding.Onnx;

/// <summary>Which threads work on one run of a model, and how.</summary>
internal enum SessionThreads
{
    /// <summary>The caller's alone: whoever has several cores runs several at once, which needs no waiting within a layer.</summary>
    Callers,

    /// <summary>As many as ONNX Runtime thinks fit, by its own settings.</summary>
    All,

    /// <summary>The caller's alone, step by step as the file says, nothing rewritten.</summary>
    CallersPlainly,
}
