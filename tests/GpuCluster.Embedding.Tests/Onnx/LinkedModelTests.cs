using GpuCluster.Embedding.Onnx;
using GpuCluster.Testing;
using Microsoft.ML.OnnxRuntime;

namespace GpuCluster.Embedding.Tests.Onnx;

/// <summary>Large tensors are mapped where they lie in a model's file.</summary>
public sealed class LinkedModelTests : IDisposable
{
    private const int Rows = 64,
        Columns = 512;

    private static readonly float[] Weights = [.. Enumerable.Range(0, Rows * Columns).Select(i => ((i * 37 % 101) - 50) / 64f)];
    private static readonly byte[] Model = Whole(Weights, Columns);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("模型-");

    // Sums of fractions of 64 are exact in any order.
    private static float[] Expected =>
        [
            .. Enumerable
                .Range(0, Columns)
                .Select(column => Enumerable.Range(0, Rows).Sum(row => Input[row] * Weights[(row * Columns) + column])),
        ];

    private static float[] Input => [.. Enumerable.Range(0, Rows).Select(i => (i % 5) - 2f)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_model_with_large_tensors_is_small_without_them_and_gives_the_products_of_them()
    {
        string path = Write("model.onnx", Model);

        LinkedModel linked = Assert.IsType<LinkedModel>(LinkedModel.TryRead(path));

        Assert.InRange(linked.Bytes.Length, 1, 1024);
        Assert.Equal(Expected, Run(path));
    }

    [Fact]
    public void A_link_to_the_file_is_followed()
    {
        string real = Write("blob", Model),
            link = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.FullName, "snapshot")).FullName, "model.onnx");
        File.CreateSymbolicLink(link, real);

        Assert.Equal(_folder.FullName, LinkedModel.TryRead(link)!.Folder);
        Assert.Equal(Expected, Run(link));
    }

    [Fact]
    public void A_small_model_and_one_that_was_cut_are_loaded_as_they_are()
    {
        Assert.Null(LinkedModel.TryRead(Write("small.onnx", Whole(Weights[..Rows], 1))));
        Assert.Null(LinkedModel.TryRead(Write("cut.onnx", Model[..^100])));
        Assert.Null(LinkedModel.TryRead(Path.Combine(_folder.FullName, "missing.onnx")));
    }

    private static byte[] Whole(float[] weights, int columns) =>
        new OnnxFile()
            .Input("x", OnnxFile.SingleType, 1, Rows)
            .Constant<float>("w", OnnxFile.SingleType, weights, Rows, columns)
            .Node("MatMul", ["x", "w"], "y")
            .Output("y", OnnxFile.SingleType, 1, columns)
            .ToBytes();

    private static float[] Run(string path)
    {
        using InferenceSession session = OnnxDevice.Host.Load(path);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(Input, [1, Rows]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
