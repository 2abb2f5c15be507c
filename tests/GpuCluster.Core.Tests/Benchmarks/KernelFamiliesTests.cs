using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Core.Tests.Benchmarks;

/// <summary>A file with one class is all that a new kernel takes: nothing lists the classes.</summary>
public sealed class KernelFamiliesTests
{
    [Fact]
    public void A_class_is_found_by_its_interface() =>
        Assert.Equal(["adds one", "adds two"], KernelFamilies.Of<IAdder>(typeof(KernelFamiliesTests).Assembly).Select(adder => adder.Name));

    private interface IAdder
    {
        string Name { get; }
    }

    private sealed class AddsOne : IAdder
    {
        public string Name => "adds one";
    }

    private sealed class AddsTwo : IAdder
    {
        public string Name => "adds two";
    }

    private abstract class Unfinished : IAdder
    {
        public string Name => "unfinished";
    }

    private sealed class NeedsSomething(string name) : IAdder
    {
        public string Name => name;
    }
}
