namespace GpuCluster.Pipeline.Neighbours;

/// <summary>Which neighbour search a layout takes.</summary>
public enum KnnKind
{
    /// <summary>Exact while that takes seconds, else approximate; a GPU takes seconds for many more.</summary>
    Auto,

    /// <summary>All pairs.</summary>
    Exact,

    /// <summary>A share of the pairs.</summary>
    Approximate,
}
