namespace GpuCluster.Pipeline.Neighbours;

/// <summary>Which neighbour search a layout takes.</summary>
public enum KnnKind
{
    /// <summary>Exact up to 16,384 samples on the host and 250,000 on a GPU, else approximate.</summary>
    Auto,

    /// <summary>All pairs: every neighbour is found.</summary>
    Exact,

    /// <summary>A share of the pairs: distances are exact, and some neighbours may be missed.</summary>
    Approximate,
}
