using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Embedding.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("模型-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(
        "vision_model.onnx text_model.onnx preprocessor_config.json vocab.json merges.txt tokenizer.json",
        "vision_model.onnx",
        "text_model.onnx",
        "preprocessor_config.json",
        "tokenizer.json"
    )]
    [InlineData(
        "onnx/vision_model.onnx onnx/text_model.onnx onnx/model.onnx preprocessor_config.json tokenizer.json",
        "onnx/vision_model.onnx",
        "onnx/text_model.onnx",
        "preprocessor_config.json",
        "tokenizer.json"
    )]
    [InlineData(
        "onnx/model.onnx preprocessor_config.json tokenizer.json",
        "onnx/model.onnx",
        "onnx/model.onnx",
        "preprocessor_config.json",
        "tokenizer.json"
    )]
    [InlineData(
        "visual/model.onnx visual/preprocess_cfg.json textual/model.onnx textual/tokenizer.json config.json",
        "visual/model.onnx",
        "textual/model.onnx",
        "visual/preprocess_cfg.json",
        "textual/tokenizer.json"
    )]
    [InlineData("model.onnx preprocessor_config.json", "model.onnx", "model.onnx", "preprocessor_config.json", null)]
    [InlineData("resnet50.onnx preprocessor_config.json", "resnet50.onnx", null, "preprocessor_config.json", null)]
    [InlineData(
        "onnx/vision_model_int8.onnx onnx/text_model_q4.onnx",
        "onnx/vision_model_int8.onnx",
        "onnx/text_model_q4.onnx",
        null,
        null
    )]
    [InlineData("onnx/model_quantized.onnx", "onnx/model_quantized.onnx", "onnx/model_quantized.onnx", null, null)]
    [InlineData("text_model.onnx vocab.json", null, "text_model.onnx", null, null)]
    public void Every_layout_is_found(string files, string? image, string? text, string? preprocessing, string? tokenizer)
    {
        foreach (string file in files.Split(' '))
            Make(file);
        ModelFolder model = ModelFolder.Open(_folder);
        Assert.Equal((Under(image), Under(text)), (model.ImageModel, model.TextModel));
        Assert.Equal((Under(preprocessing), Under(tokenizer)), (model.Preprocessing, model.Tokenizer));
        Assert.Equal(Path.GetFileName(_folder), model.Name);
    }

    [Fact]
    public void A_file_is_a_model_with_what_lies_beside_it()
    {
        Make("a.onnx");
        Make("b.onnx");
        Make("preprocessor_config.json");
        ModelFolder model = ModelFolder.Open(Under("b.onnx")!);
        Assert.Equal((Under("b.onnx"), Under("preprocessor_config.json"), "b.onnx"), (model.ImageModel, model.Preprocessing, model.Name));
    }

    [Theory]
    [InlineData("", "holds no model")]
    [InlineData("a.onnx b.onnx", "holds 2 models (a.onnx, b.onnx); name the file")]
    public void What_is_no_model_is_refused(string files, string message)
    {
        foreach (string file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Make(file);
        Assert.Contains(message, Assert.Throws<UnusableInputException>(() => ModelFolder.Open(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_and_strange_paths_are_refused()
    {
        Make("readme.txt");
        Assert.Contains(
            "no such model",
            Assert.Throws<UnusableInputException>(() => ModelFolder.Open(Under("none")!)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no model",
            Assert.Throws<UnusableInputException>(() => ModelFolder.Open(Under("readme.txt")!)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_missing_is_named_with_where_it_should_be()
    {
        Make("text_model.onnx");
        ModelFolder model = ModelFolder.Open(_folder);
        Assert.Contains(
            "vision_model.onnx",
            Assert.Throws<UnusableInputException>(model.RequireImageModel).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "preprocessor_config.json",
            Assert.Throws<UnusableInputException>(model.RequirePreprocessing).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Under("text_model.onnx"), model.RequireTextModel());
    }

    private string? Under(string? file) => file is null ? null : Path.Combine(_folder, file);

    private void Make(string file)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }
}
