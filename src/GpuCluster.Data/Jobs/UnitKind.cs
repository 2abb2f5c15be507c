namespace GpuCluster.Data.Jobs;

/// <summary>What a unit does. The order is that of the stages.</summary>
public enum UnitKind
{
    /// <summary>The vectors of a shard.</summary>
    Embed,

    /// <summary>The centres of the clusters.</summary>
    Centres,

    /// <summary>The two nearest clusters of each row of a shard.</summary>
    Assign,

    /// <summary>The neighbours within a cluster.</summary>
    Cluster,

    /// <summary>The neighbours within one shard, or across two.</summary>
    Pair,

    /// <summary>The lists of a shard's rows, merged.</summary>
    Merge,

    /// <summary>The recall of the merged graph.</summary>
    Recall,

    /// <summary>The neighbours of neighbours of a shard's rows, where the recall is too low.</summary>
    Descent,

    /// <summary>The recall after that.</summary>
    FinalRecall,
}
