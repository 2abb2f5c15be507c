using System.Text;
using GpuCluster.Embedding.Benchmarks;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Testing;

namespace GpuCluster.Embedding.Tests.Benchmarks;

/// <summary>Which provider really ran a model, from ONNX Runtime's own profile.</summary>
public sealed class ProviderUseTests
{
    [Fact]
    public void Operators_are_counted_by_the_provider_that_ran_them()
    {
        const string Profile = """
            [{"cat":"Session","name":"model_loading","args":{}},
             {"cat":"Node","name":"a_kernel_time","args":{"op_name":"Conv","provider":"CUDAExecutionProvider"}},
             {"cat":"Node","name":"b_kernel_time","args":{"op_name":"MatMul","provider":"CUDAExecutionProvider"}},
             {"cat":"Node","name":"c_kernel_time","args":{"op_name":"Shape","provider":"CPUExecutionProvider"}},
             {"cat":"Node","name":"c_fence_before","args":{"op_name":"Shape"}}]
            """;

        Assert.Equal(
            [("CUDAExecutionProvider", 2), ("CPUExecutionProvider", 1)],
            ProviderUse.Count(new MemoryStream(Encoding.UTF8.GetBytes(Profile)))
        );
    }

    [Fact]
    public void The_bundled_model_runs_on_the_processor_and_leaves_no_file()
    {
        string before = Directory.GetCurrentDirectory();

        IReadOnlyList<(string Provider, int Operators)> ran = ProviderUse.Of(
            ModelFolder.Open(Path.Combine(RepositoryRoot.Find(), "models", "tiny-clip")),
            OnnxDevice.Host
        );

        (string provider, int operators) = Assert.Single(ran);
        Assert.Equal("CPUExecutionProvider", provider);
        Assert.True(operators > 5);
        Assert.Empty(Directory.GetFiles(before, "onnxruntime_profile*"));
    }
}
