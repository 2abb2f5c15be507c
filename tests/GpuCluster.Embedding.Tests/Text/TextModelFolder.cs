namespace GpuCluster.Embedding.Tests.Text;

/// <summary>A model's folder for one test: the shipped tokenizer files and whichever model is put beside them.</summary>
internal sealed class TextModelFolder : IDisposable
{
    public static readonly string TinyClip = System.IO.Path.Combine(AppContext.BaseDirectory, "tiny-clip");

    public TextModelFolder(string? model = null, string name = "text_model.onnx")
    {
        foreach (string file in new[] { "vocab.json", "merges.txt", "tokenizer_config.json" })
            File.Copy(System.IO.Path.Combine(TinyClip, file), this[file]);
        if (model is null)
            return;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "Text", "fixtures", model + ".onnx"), this[name]);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("文本-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
