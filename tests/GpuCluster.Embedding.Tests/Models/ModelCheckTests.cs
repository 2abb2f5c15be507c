using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Testing;

namespace GpuCluster.Embedding.Tests.Models;

/// <summary>Which files a model's folder lacks, and which did not arrive whole.</summary>
public sealed class ModelCheckTests : IDisposable
{
    private static readonly byte[] Model = new OnnxFile()
        .Input("x", OnnxFile.SingleType, 1, 2)
        .Constant<float>("w", OnnxFile.SingleType, [1, 2, 3, 4], 2, 2)
        .Node("MatMul", ["x", "w"], "y")
        .Output("y", OnnxFile.SingleType, 1, 2)
        .ToBytes();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-models-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_shipped_model_is_whole_for_images_and_texts()
    {
        ModelCheck check = ModelCheck.Of(Path.Combine(RepositoryRoot.Find(), "models", "tiny-clip"));

        Assert.True(check is { HasImages: true, HasTexts: true, HasFault: false });
        Assert.StartsWith("Hugging Face", check.Layout);
        Assert.All(check.Files, file => Assert.True(file.IsWhole, file.Name));
    }

    [Theory]
    [InlineData(
        "vision_model.onnx text_model.onnx",
        "preprocessor_config.json tokenizer.json, or vocab.json and merges.txt, or spiece.model, or vocab.txt"
    )]
    [InlineData(
        "onnx/vision_model.onnx preprocessor_config.json",
        "text_model.onnx tokenizer.json, or vocab.json and merges.txt, or spiece.model, or vocab.txt"
    )]
    [InlineData("visual/model.onnx textual/model.onnx textual/tokenizer.json", "preprocess_cfg.json")]
    [InlineData(
        "textual/model.onnx",
        "visual/model.onnx preprocess_cfg.json tokenizer.json, or vocab.json and merges.txt, or spiece.model, or vocab.txt"
    )]
    [InlineData("onnx/model.onnx", "preprocessor_config.json")]
    [InlineData("text_model.onnx vision_model.onnx preprocessor_config.json vocab.json", "merges.txt")]
    [InlineData(
        "",
        "vision_model.onnx preprocessor_config.json text_model.onnx "
            + "tokenizer.json, or vocab.json and merges.txt, or spiece.model, or vocab.txt"
    )]
    public void What_a_layout_lacks_is_named(string files, string missing)
    {
        foreach (string file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Write(file, file.EndsWith(".onnx", StringComparison.Ordinal) ? Model : "{}"u8.ToArray());

        ModelCheck check = ModelCheck.Of(_folder.FullName);

        Assert.Equal(
            missing,
            string.Join(' ', check.Files.Where(file => file.Path is null && file.Need != ModelNeed.Nothing).Select(file => file.Name))
        );
    }

    [Fact]
    public void A_model_cut_anywhere_is_no_whole_model()
    {
        for (int length = 1; length < Model.Length; length++)
        {
            Write("model.onnx", Model[..length]);
            Assert.NotNull(FaultOf("model.onnx"));
        }

        Write("model.onnx", Model);
        Assert.Null(FaultOf("model.onnx"));
    }

    [Theory]
    [InlineData("model.onnx", "", "empty")]
    [InlineData("model.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS")]
    [InlineData("model.onnx", "\n<!doctype html><html>", "a web page")]
    [InlineData("model.onnx", "xx", "no ONNX model")]
    [InlineData("config.json", "{\"a\": 1,\n", "damaged or cut off at line 2")]
    [InlineData("config.json", "[1]", "no JSON object")]
    public void A_file_that_is_something_else_is_told(string name, string content, string expected)
    {
        Write("model.onnx", Model);
        Write(name, Encoding.UTF8.GetBytes(content));
        Assert.Contains(expected, FaultOf(name));
    }

    [Fact]
    public void Weights_beside_a_model_have_to_be_there_and_as_long_as_it_says()
    {
        // TensorProto.external_data 13 with entries of key 1 and value 2, in GraphProto.initializer 5, in ModelProto.graph 7.
        byte[] entries =
        [
            .. Field(13, [.. Field(1, "location"u8.ToArray()), .. Field(2, "model.onnx_data"u8.ToArray())]),
            .. Field(13, [.. Field(1, "offset"u8.ToArray()), .. Field(2, "64"u8.ToArray())]),
            .. Field(13, [.. Field(1, "length"u8.ToArray()), .. Field(2, "100"u8.ToArray())]),
        ];
        Write("model.onnx", [.. Field(7, Field(5, entries)), .. Field(8, [16, 13])]);

        Assert.Contains("model.onnx_data are missing", FaultOf("model.onnx"));
        Write("model.onnx_data", new byte[163]);
        Assert.Contains("163 of 164 bytes", FaultOf("model.onnx"));
        Write("model.onnx_data", new byte[164]);
        Assert.Null(FaultOf("model.onnx"));
    }

    [Fact]
    public void No_folder_is_refused() =>
        Assert.Contains("nowhere", Assert.Throws<UnusableInputException>(() => ModelCheck.Of("nowhere")).Message);

    private static byte[] Field(int number, byte[] content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];

    private string? FaultOf(string name) => ModelCheck.Of(_folder.FullName).Files.Single(file => file.Name == name).Fault;

    private void Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
