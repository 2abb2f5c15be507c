using System.Reflection;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>A construct with a launch of its own: groups, views, fills.</summary>
/// <param name="code">The construct's name.</param>
/// <param name="kernel">What is compiled.</param>
/// <param name="launch">Runs it and returns what it found.</param>
/// <param name="right">What it has to find.</param>
internal sealed class LaunchConstruct<T>(string code, Delegate kernel, Func<Accelerator, T[]> launch, T[] right) : Construct(code)
{
    public override MethodInfo Kernel => kernel.Method;

    public override string Differences(Accelerator accelerator)
    {
        T[] found = launch(accelerator);
        Assert.Equal(right.Length, found.Length);
        return Differences(found.Select((value, i) => ($"element {i}", value, right[i])));
    }
}
