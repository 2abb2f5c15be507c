using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>A construct with one result for each element of its input. The host computes what is right with the same function.</summary>
internal sealed class ElementConstruct<TOf, TIn, TOut> : Construct
    where TOf : struct, IOf<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private static readonly Action<Index1D, ArrayView<TIn>, ArrayView<TIn>, ArrayView<TOut>> Entry = Run;
    private readonly TIn[] _x;
    private readonly TIn[] _y;
    private readonly Func<TIn, TIn, TOut> _right;
    private readonly double _tolerance;
    private readonly bool _isBinary;

    /// <param name="code">The construct's name.</param>
    /// <param name="x">The first inputs.</param>
    /// <param name="y">As many second inputs, or null.</param>
    /// <param name="right">Computes the right result where the construct's own function cannot do so on the host.</param>
    /// <param name="tolerance">The largest relative difference that is right.</param>
    public ElementConstruct(string code, TIn[] x, TIn[]? y = null, Func<TIn, TIn, TOut>? right = null, double tolerance = 0)
        : base(code)
    {
        _x = x;
        _y = y ?? new TIn[x.Length];
        _isBinary = y is not null;
        _right = right ?? TOf.Of;
        _tolerance = tolerance;
    }

    public override MethodInfo Kernel => Entry.Method;

    public override string Differences(Accelerator accelerator)
    {
        using MemoryBuffer1D<TIn, Stride1D.Dense> x = accelerator.Allocate1D(_x);
        using MemoryBuffer1D<TIn, Stride1D.Dense> y = accelerator.Allocate1D(_y);
        using MemoryBuffer1D<TOut, Stride1D.Dense> results = accelerator.Allocate1D<TOut>(_x.Length);
        accelerator.LoadAutoGroupedStreamKernel(Entry)(_x.Length, x.View, y.View, results.View);
        accelerator.Synchronize();
        TOut[] found = results.GetAsArray1D();
        return Differences(
            found.Select((result, i) => (_isBinary ? $"({Text(_x[i])}, {Text(_y[i])})" : Text(_x[i]), result, _right(_x[i], _y[i]))),
            _tolerance
        );
    }

    private static void Run(Index1D index, ArrayView<TIn> x, ArrayView<TIn> y, ArrayView<TOut> results) =>
        results[index] = TOf.Of(x[index], y[index]);
}
