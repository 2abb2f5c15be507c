namespace GpuCluster.App.Pipeline;

/// <summary>Which neighbour search a layout takes.</summary>
internal enum KnnKind
{
    /// <summary>Exact while that takes seconds, else approximate; a GPU takes seconds for many more.</summary>
    Auto,

    /// <summary>All pairs.</summary>
    Exact,

    /// <summary>A share of the pairs.</summary>
    Approximate,
}
