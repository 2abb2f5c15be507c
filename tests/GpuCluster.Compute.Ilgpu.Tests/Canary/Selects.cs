using System.Runtime.CompilerServices;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>Choices between two values, into integers and into floats.</summary>
internal static class Selects
{
    private static readonly int[] Flags = [0, 5];

    public static IEnumerable<Construct> All =>
        [
            new ElementConstruct<ZeroOrOne, int, float>("float f = flag ? 0 : 1;", Flags),
            new ElementConstruct<OneOrZero, int, float>("float f = flag ? 1 : 0;", Flags),
            new ElementConstruct<FloatSelect, int, float>("float f = flag ? 0f : 1f;", Flags),
            new ElementConstruct<LocalSelect, int, float>("int k = flag ? 0 : 1; float f = k;", Flags),
            new ElementConstruct<BranchSelect, int, float>("int k = 0; if (flag) k = 1; float f = k;", Flags),
            new ElementConstruct<ReturnedSelect, int, float>("int Choose() => flag ? 0 : 1; float f = Choose();", Flags),
            new ElementConstruct<UnsignedSelect, int, float>("float f = flag ? 0u : 1u;", Flags),
            new ElementConstruct<LongSelect, int, float>("float f = flag ? 0L : 1L;", Flags),
            new ElementConstruct<DoubleSelect, int, double>("double d = flag ? 0 : 1;", Flags),
            new ElementConstruct<DoubleConstants, int, double>("double d = flag ? 0d : 1d;", Flags),
            new ElementConstruct<OtherWhole, int, float>("float f = flag ? 2 : 3;", Flags),
            new ElementConstruct<CountedSelect, int, float>("float sum = 0; sum += flag ? 1 : 0;", Flags, [3, 4]),
            new ElementConstruct<ScaledSelect, int, float>("float f = (flag ? 1 : 0) * 3;", Flags),
            new ElementConstruct<MixedSelect, int, float>("float f = (flag ? 1 : 0) + k;", Flags, [3, 4]),
            new ElementConstruct<IntSelect, int, int>("int k = flag ? 0 : 1;", Flags),
            new ElementConstruct<SelectToLong, int, long>("long k = flag ? 0 : 1;", Flags),
            new ElementConstruct<ComparedSelect, float, float>("float f = x < y ? 1 : 0;", [1, 2], [2, 1]),
        ];

    private readonly struct ZeroOrOne : IOf<int, float>
    {
        public static float Of(int x, int y) => x > 0 ? 0 : 1;
    }

    private readonly struct OneOrZero : IOf<int, float>
    {
        public static float Of(int x, int y) => x != 0 ? 1 : 0;
    }

    private readonly struct FloatSelect : IOf<int, float>
    {
        public static float Of(int x, int y) => x > 0 ? 0f : 1f;
    }

    private readonly struct LocalSelect : IOf<int, float>
    {
        public static float Of(int x, int y)
        {
            int k = x > 0 ? 0 : 1;
            float f = k;
            return f + k;
        }
    }

    private readonly struct BranchSelect : IOf<int, float>
    {
        public static float Of(int x, int y)
        {
            int k = 0;
            if (x > 0)
                k = 1;
            return k;
        }
    }

    private readonly struct ReturnedSelect : IOf<int, float>
    {
        public static float Of(int x, int y) => Choose(x);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static int Choose(int x) => x > 0 ? 0 : 1;
    }

    private readonly struct UnsignedSelect : IOf<int, float>
    {
        public static float Of(int x, int y) => x > 0 ? 0u : 1u;
    }

    private readonly struct LongSelect : IOf<int, float>
    {
        public static float Of(int x, int y) => x > 0 ? 0L : 1L;
    }

    private readonly struct DoubleSelect : IOf<int, double>
    {
        public static double Of(int x, int y) => x > 0 ? 0 : 1;
    }

    private readonly struct DoubleConstants : IOf<int, double>
    {
        public static double Of(int x, int y) => x > 0 ? 0d : 1d;
    }

    private readonly struct OtherWhole : IOf<int, float>
    {
        public static float Of(int x, int y) => x > 0 ? 2 : 3;
    }

    private readonly struct CountedSelect : IOf<int, float>
    {
        public static float Of(int x, int y)
        {
            float sum = y;
            sum += x > 0 ? 1 : 0;
            return sum;
        }
    }

    private readonly struct ScaledSelect : IOf<int, float>
    {
        public static float Of(int x, int y) => (x > 0 ? 1 : 0) * 3;
    }

    private readonly struct MixedSelect : IOf<int, float>
    {
        public static float Of(int x, int y) => (x > 0 ? 1 : 0) + y;
    }

    private readonly struct IntSelect : IOf<int, int>
    {
        public static int Of(int x, int y) => x > 0 ? 0 : 1;
    }

    private readonly struct SelectToLong : IOf<int, long>
    {
        public static long Of(int x, int y) => x > 0 ? 0 : 1;
    }

    private readonly struct ComparedSelect : IOf<float, float>
    {
        public static float Of(float x, float y) => x < y ? 1 : 0;
    }
}
