namespace GpuCluster.Embedding.Onnx;

/// <summary>Which threads work on one run of a model, and how.</summary>
internal enum SessionThreads
{
    /// <summary>
    /// The calling thread only: callers run several batches at once instead, which needs no synchronisation within a layer.
    /// </summary>
    Callers,

    /// <summary>ONNX Runtime's default threads.</summary>
    All,

    /// <summary>The calling thread only, without graph optimisation.</summary>
    CallersPlainly,
}
