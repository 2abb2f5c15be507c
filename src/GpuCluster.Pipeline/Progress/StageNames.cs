namespace GpuCluster.Pipeline.Progress;

/// <summary>The stages of a run, in order, as progress reports them.</summary>
public static class StageNames
{
    /// <summary>Files to samples.</summary>
    public const string Load = "load";

    /// <summary>Photos to small pictures of them.</summary>
    public const string Decode = "decode";

    /// <summary>Images to vectors.</summary>
    public const string Embed = "embed";

    /// <summary>Vectors to their principal components.</summary>
    public const string Components = "pca";

    /// <summary>Vectors to nearest neighbours.</summary>
    public const string Knn = "knn";

    /// <summary>Neighbours to a weighted graph.</summary>
    public const string Graph = "graph";

    /// <summary>The graph to initial positions.</summary>
    public const string Init = "init";

    /// <summary>The epochs of the layout.</summary>
    public const string Optimize = "optimize";

    /// <summary>Positions to a picture.</summary>
    public const string Render = "render";

    /// <summary>Files to hashes of their content.</summary>
    public const string Hash = "hash";

    /// <summary>Vectors to the pairs of near-duplicates.</summary>
    public const string Pairs = "pairs";

    /// <summary>Groups of duplicates to the member that is kept of each.</summary>
    public const string Keep = "keep";

    /// <summary>A query to its cosines with all samples.</summary>
    public const string Query = "query";

    /// <summary>Positions or vectors to clusters.</summary>
    public const string Clusters = "clusters";
}
