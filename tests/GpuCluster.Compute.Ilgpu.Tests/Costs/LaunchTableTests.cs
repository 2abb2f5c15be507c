using System.Reflection;
using GpuCluster.Compute.Ilgpu.Tests.Canary;
using GpuCluster.Compute.Ilgpu.Tests.Guards;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Tests.Costs;

/// <summary>What launches take and how fast they can be at best, by the record of ptxas and data sheets. No GPU was measured.</summary>
public sealed class LaunchTableTests
{
    [Fact]
    public void The_page_holds_the_table_of_the_record()
    {
        string[]? page = KernelPage.Lines();
        Assert.SkipWhen(page is null, "the tests do not run within a checkout");
        string[] expected = LaunchTable.Lines(KernelRecord.Read()!);
        string[] found =
        [
            .. page!
                .SkipWhile(line => line != LaunchTable.Heading)
                .SkipWhile(line => !line.StartsWith('|'))
                .TakeWhile(line => line.StartsWith('|')),
        ];
        Assert.True(
            found.SequenceEqual(expected, StringComparer.Ordinal),
            $"the table under '{LaunchTable.Heading}' has to be:\n{string.Join('\n', expected)}"
        );
    }

    [Fact]
    public void The_record_has_every_kernel_and_no_spill()
    {
        IReadOnlyDictionary<string, PtxResources>? record = KernelRecord.Read();
        Assert.SkipWhen(record is null, "the tests do not run within a checkout");
        string[] expected =
        [
            .. from MethodInfo kernel in KernelText.Kernels()
            from CudaArchitecture architecture in KernelRecord.Architectures
            select KernelRecord.KeyOf(KernelText.NameOf(kernel), architecture),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), record!.Keys.Order(StringComparer.Ordinal));
        Assert.All(record, each => Assert.Equal(0, each.Value.SpillBytes));
    }

    /// <summary>As NVIDIA's occupancy calculator has them.</summary>
    [Theory]
    [InlineData(2, 128, 32, 0, 1.0)]
    [InlineData(2, 128, 64, 0, 0.6667)]
    [InlineData(0, 128, 32, 0, 1.0)]
    [InlineData(0, 128, 64, 0, 0.5)]
    [InlineData(0, 128, 33, 0, 0.75)]
    [InlineData(0, 256, 128, 0, 0.25)]
    [InlineData(2, 256, 40, 49_152, 0.3333)]
    public void Registers_and_shared_memory_limit_the_threads_at_once(int gpu, int threads, int registers, int shared, double expected) =>
        Assert.Equal(expected, Gpu.All[gpu].Occupancy(threads, registers, shared), 0.0001);
}
