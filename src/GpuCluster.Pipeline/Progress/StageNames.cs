namespace GpuCluster.Pipeline.Progress;

/// <summary>The stages of a run, in order, as progress and JSON name them.</summary>
public static class StageNames
{
    public const string Load = "load";
    public const string Embed = "embed";
    public const string Components = "pca";
    public const string Knn = "knn";
    public const string Graph = "graph";
    public const string Init = "init";
    public const string Optimize = "optimize";
    public const string Render = "render";
    public const string Hash = "hash";
    public const string Pairs = "pairs";
    public const string Query = "query";
    public const string Clusters = "clusters";
}
