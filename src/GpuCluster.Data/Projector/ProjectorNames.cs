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

    // What the files of vectors and their metadata are called in pairs: gensim's x_tensor.tsv and x_metadata.tsv, TensorFlow's vecs.tsv and
    // meta.tsv.
    private static readonly string[] VectorWords = ["tensors", "tensor", "vectors", "vecs"];
    private static readonly string[] MetadataWords = ["metadata", "meta"];

    /// <summary>What the metadata of a file of vectors may be called, the first first.</summary>
    /// <param name="vectors">The name of the file.</param>
    public static IEnumerable<string> MetadataOf(string vectors)
    {
        yield return Metadata;
        string? word = VectorWords.FirstOrDefault(word => vectors.EndsWith(word + ".tsv", StringComparison.OrdinalIgnoreCase));
        if (word is null)
            yield break;
        string stem = vectors[..^(word.Length + ".tsv".Length)];
        foreach (string metadata in MetadataWords)
            yield return $"{stem}{metadata}.tsv";
    }
}
