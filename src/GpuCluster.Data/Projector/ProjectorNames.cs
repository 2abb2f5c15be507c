namespace GpuCluster.Data.Projector;

/// <summary>The files of a Projector folder, as its documentation names them.</summary>
internal static class ProjectorNames
{
    public const string Vectors = "vectors.tsv";
    public const string Metadata = "metadata.tsv";
    public const string Sprite = "sprite.png";
    public const string Config = "projector_config.json";

    /// <summary>The same in protobuf's text format, the only one that TensorBoard's server looks for.</summary>
    public const string TextConfig = "projector_config.pbtxt";

    /// <summary>The column that holds the classes.</summary>
    public const string LabelColumn = "label";
}
