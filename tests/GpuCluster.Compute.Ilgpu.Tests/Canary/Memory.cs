using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>Views, fills, indices, and values that are constants of a launch.</summary>
internal static class Memory
{
    private static readonly int[] Source = [-9, -8, -1, 0, 17, 23, 42, 99];

    public static IEnumerable<Construct> All =>
        [
            new LaunchConstruct<int>("k / specializedValue // 8", Divide, LaunchDivide, [.. Source.Select(each => each / 8)]),
            new LaunchConstruct<int>("k % specializedValue // 8", Remainder, LaunchRemainder, [.. Source.Select(each => each % 8)]),
            new LaunchConstruct<int>(
                "values.SubView(2, 4)[i] in a kernel",
                SubView,
                at => Launch(at, SubView),
                [-1, 0, 17, 23, 0, 0, 0, 0]
            ),
            new LaunchConstruct<int>("longs.Cast<int>() in a kernel", Cast, LaunchCast, [7, 2, -1, -1, 0, 1, 5, 0]),
            new LaunchConstruct<int>("values[(long)i]", LongElement, at => Launch(at, LongElement), [.. Source.Select(each => each + 1)]),
            new LaunchConstruct<int>("values.IntLength, values.Length", Length, at => Launch(at, Length), [8, 8, 8, 8, 8, 8, 8, 8]),
            new LaunchConstruct<int>("a sub-view as a kernel's argument", Copy, LaunchOnSubView, [0, 0, 0, 0, -1, 0, 17, 23]),
            new LaunchConstruct<int>("view.SubView(4, 4).MemSetToZero()", Copy, FillSubView, [-9, -8, -1, 0, 0, 0, 0, 0]),
            new LaunchConstruct<int>("view.MemSetToZero()", Copy, FillAll, [0, 0, 0, 0, 0, 0, 0, 0]),
            new LaunchConstruct<int>("view.SubView(4, 4).CopyFromCPU(array)", Copy, CopyToSubView, [-9, -8, -1, 0, 1, 2, 3, 4]),
            new LaunchConstruct<int>(
                "LoadAutoGroupedStreamKernel<LongIndex1D, …>",
                LongIndexed,
                LaunchLongIndexed,
                [.. Source.Select(each => each + 1)]
            ),
            new LaunchConstruct<int>("a kernel over Index2D", Plane, LaunchPlane, [0, 1, 2, 3, 100, 101, 102, 103]),
            new LaunchConstruct<int>("a struct of four floats read and written at once", Quads, LaunchFloat4, [8, 6, 4, 2, 16, 14, 12, 10]),
            new LaunchConstruct<int>(
                "sum += row[j]; row[j] = 0; // in a loop",
                Clear,
                at => Launch(at, Clear),
                [-17, 0, -1, 0, 40, 0, 141, 0]
            ),
            new LaunchConstruct<int>(
                "sum += Atomic.Exchange(ref row[j], 0); // in a loop",
                Exchange,
                at => Launch(at, Exchange),
                [-17, 0, -1, 0, 40, 0, 141, 0]
            ),
            new LaunchConstruct<int>("(before, row[j]) = (row[j], before); // in a loop", Move, LaunchMove, [0, -9, 0, -1, 0, 17, 0, 42]),
            new LaunchConstruct<int>("LocalMemory.Allocate1D", Local, at => Launch(at, Local), [.. Source.Select(each => (4 * each) + 6)]),
        ];

    private static int[] Launch(Accelerator accelerator, Action<Index1D, ArrayView<int>, ArrayView<int>> kernel)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = accelerator.Allocate1D(Source);
        using MemoryBuffer1D<int, Stride1D.Dense> results = accelerator.Allocate1D<int>(Source.Length);
        results.MemSetToZero();
        accelerator.LoadAutoGroupedStreamKernel(kernel)(Source.Length, values.View, results.View);
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static int[] LaunchMove(Accelerator accelerator)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = accelerator.Allocate1D(Source);
        using MemoryBuffer1D<int, Stride1D.Dense> results = accelerator.Allocate1D<int>(Source.Length);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Move)(Source.Length, values.View, results.View);
        accelerator.Synchronize();
        return values.GetAsArray1D();
    }

    private static int[] LaunchDivide(Accelerator accelerator) => LaunchSpecialized(accelerator, Divide);

    private static int[] LaunchRemainder(Accelerator accelerator) => LaunchSpecialized(accelerator, Remainder);

    private static int[] LaunchSpecialized(
        Accelerator accelerator,
        Action<Index1D, ArrayView<int>, ArrayView<int>, SpecializedValue<int>> kernel
    )
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = accelerator.Allocate1D(Source);
        using MemoryBuffer1D<int, Stride1D.Dense> results = accelerator.Allocate1D<int>(Source.Length);
        accelerator.LoadAutoGroupedStreamKernel(kernel)(Source.Length, values.View, results.View, new SpecializedValue<int>(8));
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static int[] LaunchCast(Accelerator accelerator)
    {
        using MemoryBuffer1D<long, Stride1D.Dense> values = accelerator.Allocate1D<long>([(2L << 32) + 7, -1, 1L << 32, 5]);
        using MemoryBuffer1D<int, Stride1D.Dense> results = accelerator.Allocate1D<int>(Source.Length);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<long>, ArrayView<int>>(Cast)(Source.Length, values.View, results.View);
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static int[] LaunchOnSubView(Accelerator accelerator)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = accelerator.Allocate1D(Source);
        using MemoryBuffer1D<int, Stride1D.Dense> results = accelerator.Allocate1D<int>(Source.Length);
        results.MemSetToZero();
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Copy)(
            4,
            values.View.SubView(2, 4),
            results.View.SubView(4, 4)
        );
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static int[] FillSubView(Accelerator accelerator) => Change(accelerator, values => values.View.SubView(4, 4).MemSetToZero());

    private static int[] FillAll(Accelerator accelerator) => Change(accelerator, values => values.View.MemSetToZero());

    private static int[] CopyToSubView(Accelerator accelerator) =>
        Change(accelerator, values => values.View.SubView(4, 4).CopyFromCPU([1, 2, 3, 4]));

    private static int[] Change(Accelerator accelerator, Action<MemoryBuffer1D<int, Stride1D.Dense>> change)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = accelerator.Allocate1D(Source);
        change(values);
        accelerator.Synchronize();
        return values.GetAsArray1D();
    }

    private static int[] LaunchLongIndexed(Accelerator accelerator)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = accelerator.Allocate1D(Source);
        using MemoryBuffer1D<int, Stride1D.Dense> results = accelerator.Allocate1D<int>(Source.Length);
        accelerator.LoadAutoGroupedStreamKernel<LongIndex1D, ArrayView<int>, ArrayView<int>>(LongIndexed)(
            Source.Length,
            values.View,
            results.View
        );
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static int[] LaunchPlane(Accelerator accelerator)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> results = accelerator.Allocate1D<int>(Source.Length);
        accelerator.LoadAutoGroupedStreamKernel<Index2D, ArrayView<int>>(Plane)(new Index2D(4, 2), results.View);
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static int[] LaunchFloat4(Accelerator accelerator)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> values = accelerator.Allocate1D<float>([1, 2, 3, 4, 5, 6, 7, 8]);
        using MemoryBuffer1D<float, Stride1D.Dense> results = accelerator.Allocate1D<float>(Source.Length);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(Quads)(2, values.View, results.View);
        accelerator.Synchronize();
        return [.. results.GetAsArray1D().Select(each => (int)each)];
    }

    private static void Divide(Index1D index, ArrayView<int> values, ArrayView<int> results, SpecializedValue<int> by) =>
        results[index] = values[index] / by;

    private static void Remainder(Index1D index, ArrayView<int> values, ArrayView<int> results, SpecializedValue<int> by) =>
        results[index] = values[index] % by;

    private static void SubView(Index1D index, ArrayView<int> values, ArrayView<int> results)
    {
        ArrayView<int> part = values.SubView(2, 4);
        if (index < part.Length)
            results[index] = part[index];
    }

    private static void Cast(Index1D index, ArrayView<long> values, ArrayView<int> results) => results[index] = values.Cast<int>()[index];

    private static void LongElement(Index1D index, ArrayView<int> values, ArrayView<int> results) =>
        results[(long)(int)index] = values[(long)(int)index] + 1;

    private static void Length(Index1D index, ArrayView<int> values, ArrayView<int> results) =>
        results[index] = (values.IntLength + (int)values.Length) >> 1;

    private static void Copy(Index1D index, ArrayView<int> values, ArrayView<int> results) => results[index] = values[index];

    private static void LongIndexed(LongIndex1D index, ArrayView<int> values, ArrayView<int> results) => results[index] = values[index] + 1;

    private static void Plane(Index2D index, ArrayView<int> results) => results[(index.Y * 4) + index.X] = (100 * index.Y) + index.X;

    private static void Quads(Index1D index, ArrayView<float> values, ArrayView<float> results)
    {
        Four four = values.Cast<Four>()[index];
        results.Cast<Four>()[index] = new Four(2 * four.W, 2 * four.Z, 2 * four.Y, 2 * four.X);
    }

    /// <summary>Every second thread has two elements of its own.</summary>
    private static void Clear(Index1D index, ArrayView<int> values, ArrayView<int> results)
    {
        int sum = 0;
        for (int j = index; j < index + 2 && (index & 1) == 0; j++)
        {
            sum += values[j];
            values[j] = 0;
        }

        results[index] = sum;
    }

    private static void Exchange(Index1D index, ArrayView<int> values, ArrayView<int> results)
    {
        int sum = 0;
        for (int j = index; j < index + 2 && (index & 1) == 0; j++)
            sum += Atomic.Exchange(ref values[j], 0);
        results[index] = sum;
    }

    private static void Move(Index1D index, ArrayView<int> values, ArrayView<int> results)
    {
        int before = 0;
        for (int j = index; j < index + 2 && (index & 1) == 0; j++)
        {
            int here = values[j];
            values[j] = before;
            before = here;
        }

        results[index] = before;
    }

    private static void Local(Index1D index, ArrayView<int> values, ArrayView<int> results)
    {
        ArrayView1D<int, Stride1D.Dense> local = LocalMemory.Allocate1D<int>(4);
        for (int i = 0; i < 4; i++)
            local[i] = values[index] + i;
        int sum = 0;
        for (int i = 3; i >= 0; i--)
            sum += local[i];
        results[index] = sum;
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)]
    private readonly struct Four(float x, float y, float z, float w)
    {
        public readonly float X = x,
            Y = y,
            Z = z,
            W = w;
    }
}
