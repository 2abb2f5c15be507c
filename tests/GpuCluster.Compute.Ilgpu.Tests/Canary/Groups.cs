using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>Threads that share memory: static shared memory between barriers, and atomics at both widths.</summary>
internal static class Groups
{
    private const int GroupSize = 16,
        Count = 3 * GroupSize;

    private static readonly int[] Ints = [5, -7, 100, int.MaxValue, -3, 8];
    private static readonly uint[] Uints = [5, 7, 0x80000000, 3, uint.MaxValue];
    private static readonly long[] Longs = [5, -7, 1L << 40, -(1L << 45), 3];
    private static readonly ulong[] Ulongs = [5, 7, 1UL << 63, ulong.MaxValue - 1, 1UL << 40];
    private static readonly float[] Floats = [0.5f, -7, 100, 0.25f, 1024];

    public static IEnumerable<Construct> All =>
        [
            new LaunchConstruct<int>("shared memory reversed between barriers", Reverse, at => Launch(at, Reverse), Expected(Reversed)),
            new LaunchConstruct<int>("a sum by halving in shared memory", Sum, at => Launch(at, Sum), Expected(Summed)),
            new LaunchConstruct<int>(
                "two pieces of shared memory, barriers in a loop",
                Rotate,
                at => Launch(at, Rotate),
                Expected(Rotated)
            ),
            new LaunchConstruct<int>("places taken by Atomic.Add in shared memory", Take, at => Launch(at, Take), Expected(_ => GroupSize)),
            new LaunchConstruct<int>(
                "Group.Broadcast(value, 3)",
                Broadcast,
                at => Launch(at, Broadcast),
                Expected(i => (10 * ((i / GroupSize * GroupSize) + 3)) + 1)
            ),
            new AtomicConstruct<AddInt, int>("Atomic.Add of int", 3, Ints, (a, b) => unchecked(a + b)),
            new AtomicConstruct<AddUint, uint>("Atomic.Add of uint", 3, Uints, (a, b) => unchecked(a + b)),
            new AtomicConstruct<AddLong, long>("Atomic.Add of long", 3, Longs, (a, b) => unchecked(a + b)),
            new AtomicConstruct<AddUlong, ulong>("Atomic.Add of ulong", 3, Ulongs, (a, b) => unchecked(a + b)),
            new AtomicConstruct<AddFloat, float>("Atomic.Add of float", 3, Floats, (a, b) => a + b),
            new AtomicConstruct<MinInt, int>("Atomic.Min of int", 3, Ints, Math.Min),
            new AtomicConstruct<MaxUint, uint>("Atomic.Max of uint", 3, Uints, Math.Max),
            new AtomicConstruct<MinUint, uint>("Atomic.Min of uint", uint.MaxValue, Uints, Math.Min),
            new AtomicConstruct<MinLong, long>("Atomic.Min of long", 3, Longs, Math.Min),
            new AtomicConstruct<MaxLong, long>("Atomic.Max of long", 3, Longs, Math.Max),
            new AtomicConstruct<MinUlong, ulong>("Atomic.Min of ulong", ulong.MaxValue, Ulongs, Math.Min),
            new AtomicConstruct<MaxUlong, ulong>("Atomic.Max of ulong", 3, Ulongs, Math.Max),
            new AtomicConstruct<OrUint, uint>("Atomic.Or of uint", 8, Uints, (a, b) => a | b),
            new AtomicConstruct<XorUlong, ulong>("Atomic.Xor of ulong", 8, Ulongs, (a, b) => a ^ b),
            new AtomicConstruct<ExchangeIfLess, uint>("a loop of Atomic.CompareExchange of uint", 100, Uints, Math.Min),
            new AtomicConstruct<ExchangeSum, ulong>("a loop of Atomic.CompareExchange of ulong", 100, Ulongs, (a, b) => unchecked(a + b)),
        ];

    private static int[] Expected(Func<int, int> right) => [.. Enumerable.Range(0, Count).Select(right)];

    private static int Input(int i) => (10 * i) + 1;

    private static int Reversed(int i) => Input((i / GroupSize * GroupSize) + GroupSize - 1 - (i % GroupSize));

    private static int Summed(int i) => Enumerable.Range(i / GroupSize * GroupSize, GroupSize).Sum(Input);

    private static int Rotated(int i) => Input((i / GroupSize * GroupSize) + ((i + 5) % GroupSize));

    private static int[] Launch(Accelerator accelerator, Action<ArrayView<int>, ArrayView<int>> kernel)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = accelerator.Allocate1D(Expected(Input));
        using MemoryBuffer1D<int, Stride1D.Dense> results = accelerator.Allocate1D<int>(Count);
        accelerator.LoadStreamKernel(kernel)(new KernelConfig(Count / GroupSize, GroupSize), values.View, results.View);
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static void Reverse(ArrayView<int> values, ArrayView<int> results)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(GroupSize);
        shared[Group.IdxX] = values[Grid.GlobalIndex.X];
        Group.Barrier();
        results[Grid.GlobalIndex.X] = shared[Group.DimX - 1 - Group.IdxX];
    }

    private static void Sum(ArrayView<int> values, ArrayView<int> results)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(GroupSize);
        shared[Group.IdxX] = values[Grid.GlobalIndex.X];
        Group.Barrier();
        for (int half = Group.DimX >> 1; half > 0; half >>= 1)
        {
            if (Group.IdxX < half)
                shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }

        results[Grid.GlobalIndex.X] = shared[0];
    }

    private static void Rotate(ArrayView<int> values, ArrayView<int> results)
    {
        ArrayView<int> here = SharedMemory.Allocate<int>(GroupSize);
        ArrayView<int> there = SharedMemory.Allocate<int>(GroupSize);
        here[Group.IdxX] = values[Grid.GlobalIndex.X];
        for (int step = 0; step < 5; step++)
        {
            Group.Barrier();
            there[Group.IdxX] = here[(Group.IdxX + 1) % GroupSize];
            Group.Barrier();
            here[Group.IdxX] = there[Group.IdxX];
        }

        results[Grid.GlobalIndex.X] = here[Group.IdxX];
    }

    private static void Take(ArrayView<int> values, ArrayView<int> results)
    {
        ArrayView<int> taken = SharedMemory.Allocate<int>(1);
        if (Group.IsFirstThread)
            taken[0] = 0;
        Group.Barrier();
        Atomic.Add(ref taken[0], 1);
        Group.Barrier();
        results[Grid.GlobalIndex.X] = taken[0];
    }

    private static void Broadcast(ArrayView<int> values, ArrayView<int> results) =>
        results[Grid.GlobalIndex.X] = Group.Broadcast(values[Grid.GlobalIndex.X], 3);

    private readonly struct AddInt : IAtomic<int>
    {
        public static void Apply(ref int target, int value) => Atomic.Add(ref target, value);
    }

    private readonly struct AddUint : IAtomic<uint>
    {
        public static void Apply(ref uint target, uint value) => Atomic.Add(ref target, value);
    }

    private readonly struct AddLong : IAtomic<long>
    {
        public static void Apply(ref long target, long value) => Atomic.Add(ref target, value);
    }

    private readonly struct AddUlong : IAtomic<ulong>
    {
        public static void Apply(ref ulong target, ulong value) => Atomic.Add(ref target, value);
    }

    private readonly struct AddFloat : IAtomic<float>
    {
        public static void Apply(ref float target, float value) => Atomic.Add(ref target, value);
    }

    private readonly struct MinInt : IAtomic<int>
    {
        public static void Apply(ref int target, int value) => Atomic.Min(ref target, value);
    }

    private readonly struct MaxUint : IAtomic<uint>
    {
        public static void Apply(ref uint target, uint value) => Atomic.Max(ref target, value);
    }

    private readonly struct MinUint : IAtomic<uint>
    {
        public static void Apply(ref uint target, uint value) => Atomic.Min(ref target, value);
    }

    private readonly struct MinLong : IAtomic<long>
    {
        public static void Apply(ref long target, long value) => Atomic.Min(ref target, value);
    }

    private readonly struct MaxLong : IAtomic<long>
    {
        public static void Apply(ref long target, long value) => Atomic.Max(ref target, value);
    }

    private readonly struct MinUlong : IAtomic<ulong>
    {
        public static void Apply(ref ulong target, ulong value) => Atomic.Min(ref target, value);
    }

    private readonly struct MaxUlong : IAtomic<ulong>
    {
        public static void Apply(ref ulong target, ulong value) => Atomic.Max(ref target, value);
    }

    private readonly struct OrUint : IAtomic<uint>
    {
        public static void Apply(ref uint target, uint value) => Atomic.Or(ref target, value);
    }

    private readonly struct XorUlong : IAtomic<ulong>
    {
        public static void Apply(ref ulong target, ulong value) => Atomic.Xor(ref target, value);
    }

    private readonly struct ExchangeIfLess : IAtomic<uint>
    {
        public static void Apply(ref uint target, uint value)
        {
            uint seen = target;
            while (value < seen)
            {
                uint before = Atomic.CompareExchange(ref target, seen, value);
                if (before == seen)
                    return;
                seen = before;
            }
        }
    }

    private readonly struct ExchangeSum : IAtomic<ulong>
    {
        public static void Apply(ref ulong target, ulong value)
        {
            ulong seen = target;
            while (true)
            {
                ulong before = Atomic.CompareExchange(ref target, seen, unchecked(seen + value));
                if (before == seen)
                    return;
                seen = before;
            }
        }
    }
}
