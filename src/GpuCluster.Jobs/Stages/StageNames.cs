namespace GpuCluster.Jobs.Stages;

/// <summary>The folders of the stages, and the names of their arrays.</summary>
internal static class StageNames
{
    public const string Embed = "embed";
    public const string Centres = "centres";
    public const string Assign = "assign";
    public const string Lists = "lists";
    public const string Graph = "graph";
    public const string Recall = "recall";
    public const string Improved = "improved";

    public const string Vectors = "vectors";
    public const string Order = "order";
    public const string Starts = "starts";
    public const string Rows = "rows";
    public const string Indices = "indices";
    public const string Distances = "distances";
}
