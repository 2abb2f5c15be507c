using GpuCluster.Embedding.Onnx;

namespace GpuCluster.Embedding.Tests.Onnx;

public sealed class OnnxProvidersTests
{
    [Fact]
    public void The_processor_is_always_among_the_providers_of_a_loaded_runtime()
    {
        OnnxProviders providers = OnnxProviders.List();
        Assert.Null(providers.Reason);
        Assert.NotNull(providers.Version);
        Assert.Contains("CPUExecutionProvider", providers.Names);
    }
}
