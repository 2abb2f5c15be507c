namespace GpuCluster.Data.Jobs;

/// <summary>The folders of the stages, and the names of their arrays.</summary>
public static class StageNames
{
    /// <summary>Vectors of shards.</summary>
    public const string Embed = "embed";

    /// <summary>Centres of clusters.</summary>
    public const string Centres = "centres";

    /// <summary>Rows of shards by their clusters.</summary>
    public const string Assign = "assign";

    /// <summary>Neighbours that clusters or pairs of shards found.</summary>
    public const string Lists = "lists";

    /// <summary>Merged neighbours of shards.</summary>
    public const string Graph = "graph";

    /// <summary>Measured recalls.</summary>
    public const string Recall = "recall";

    /// <summary>Merged neighbours after a round of improvement.</summary>
    public const string Improved = "improved";

    /// <summary>Values of vectors.</summary>
    public const string Vectors = "vectors";

    /// <summary>Rows, ordered by their clusters.</summary>
    public const string Order = "order";

    /// <summary>Where the rows of each cluster or shard begin.</summary>
    public const string Starts = "starts";

    /// <summary>Rows that lists are of.</summary>
    public const string Rows = "rows";

    /// <summary>Neighbours.</summary>
    public const string Indices = "indices";

    /// <summary>Their distances.</summary>
    public const string Distances = "distances";
}
