using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>An atomic operation applied by one thread for each value; the right result is the same operation in sequence.</summary>
/// <param name="code">The construct's name.</param>
/// <param name="start">What the place holds first.</param>
/// <param name="values">One for each thread, such that their order does not matter.</param>
/// <param name="right">The operation of one thread.</param>
internal sealed class AtomicConstruct<TAtomic, T>(string code, T start, T[] values, Func<T, T, T> right) : Construct(code)
    where TAtomic : struct, IAtomic<T>
    where T : unmanaged
{
    private static readonly Action<Index1D, ArrayView<T>, ArrayView<T>> Entry = Run;

    public override MethodInfo Kernel => Entry.Method;

    public override string Differences(Accelerator accelerator)
    {
        using MemoryBuffer1D<T, Stride1D.Dense> inputs = accelerator.Allocate1D(values);
        using MemoryBuffer1D<T, Stride1D.Dense> target = accelerator.Allocate1D<T>([start]);
        accelerator.LoadAutoGroupedStreamKernel(Entry)(values.Length, inputs.View, target.View);
        accelerator.Synchronize();
        return Differences([($"all of {values.Length}", target.GetAsArray1D()[0], values.Aggregate(start, right))]);
    }

    private static void Run(Index1D index, ArrayView<T> values, ArrayView<T> target) => TAtomic.Apply(ref target[0], values[index]);
}
