namespace GpuCluster.App.Pipeline;

/// <summary>Which neighbour search a layout takes.</summary>
internal enum KnnKind
{
    /// <summary>Exact while that takes seconds, else approximate; exact on a device that is not the host.</summary>
    Auto,

    /// <summary>All pairs.</summary>
    Exact,

    /// <summary>A share of the pairs, on the host.</summary>
    Approximate,
}
