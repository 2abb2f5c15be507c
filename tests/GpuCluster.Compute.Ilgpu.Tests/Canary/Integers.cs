using System.Numerics;
using ILGPU.Algorithms;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>Division, remainder, shifts and wide products of integers.</summary>
internal static class Integers
{
    private static readonly int[] Signed = [-9, -8, -1, 0, 17, int.MinValue];
    private static readonly uint[] Unsigned = [0, 17, 0x7FFFFFFF, 0x80000000, uint.MaxValue];
    private static readonly long[] Long = [-9, -1, 17, long.MinValue, 1L << 40];
    private static readonly ulong[] UnsignedLong = [17, 1UL << 40, 1UL << 63, ulong.MaxValue];

    public static IEnumerable<Construct> All =>
        [
            new ElementConstruct<IntByEight, int, int>("k / 8", Signed),
            new ElementConstruct<IntByVariable, int, int>("k / n", Signed, [8, 8, 8, 8, -8, 8]),
            new ElementConstruct<IntByEightCorrected, int, int>("(k + ((k >> 31) & 7)) >> 3", Signed),
            new ElementConstruct<IntByMinusEight, int, int>("k / -8", Signed),
            new ElementConstruct<IntBySeven, int, int>("k / 7", Signed),
            new ElementConstruct<IntRemainderEight, int, int>("k % 8", Signed),
            new ElementConstruct<IntRemainderSeven, int, int>("k % 7", Signed),
            new ElementConstruct<IntRemainderVariable, int, int>("k % n", Signed, [8, 8, 8, 8, -8, 7]),
            new ElementConstruct<UnsignedByEight, uint, uint>("u / 8u", Unsigned),
            new ElementConstruct<UnsignedShift, uint, uint>("u >> 3", Unsigned),
            new ElementConstruct<UnsignedBySeven, uint, uint>("u / 7u", Unsigned),
            new ElementConstruct<UnsignedByVariable, uint, uint>("u / v", Unsigned, [8, 8, 8, 8, 0x80000001]),
            new ElementConstruct<UnsignedRemainderEight, uint, uint>("u % 8u", Unsigned),
            new ElementConstruct<UnsignedRemainderVariable, uint, uint>("u % v", Unsigned, [8, 8, 8, 7, 0x80000001]),
            new ElementConstruct<LongByEight, long, long>("l / 8L", Long),
            new ElementConstruct<LongByEightCorrected, long, long>("(l + ((l >> 63) & 7)) >> 3", Long),
            new ElementConstruct<LongByVariable, long, long>("l / m", Long, [8, 8, 8, 8, -8]),
            new ElementConstruct<LongBySeven, long, long>("l / 7L", Long),
            new ElementConstruct<LongRemainder, long, long>("l % 8L", Long),
            new ElementConstruct<UnsignedLongByEight, ulong, ulong>("ul / 8UL", UnsignedLong),
            new ElementConstruct<UnsignedLongShift, ulong, ulong>("ul >> 3", UnsignedLong),
            new ElementConstruct<UnsignedLongBySeven, ulong, ulong>("ul / 7UL", UnsignedLong),
            new ElementConstruct<IntTimesEight, int, int>("k * 8", Signed),
            new ElementConstruct<IntTimesMinusEight, int, int>("k * -8", Signed),
            new ElementConstruct<NestedDifferences, int, int>("5 - (3 - k)", Signed),
            new ElementConstruct<NestedSubtractions, int, int>("(k - 3) - 5", Signed),
            new ElementConstruct<IntShift, int, int>("k >> 3", Signed),
            new ElementConstruct<IntShiftVariable, int, int>("k >> n", Signed, [1, 31, 32, 33, -1, 3]),
            new ElementConstruct<IntUnsignedShift, int, int>("k >>> 3", Signed),
            new ElementConstruct<IntLeftShift, int, int>("k << n", Signed, [1, 31, 32, 33, -1, 3]),
            new ElementConstruct<LongShift, long, long>("l >> 35", Long),
            new ElementConstruct<UnsignedOfIntShift, int, uint>("(uint)k >> 3", Signed),
            new ElementConstruct<UnsignedLongHigh, ulong, uint>("(uint)(ul >> 32)", UnsignedLong),
            new ElementConstruct<UnsignedLongLow, ulong, uint>("(uint)ul", UnsignedLong),
            new ElementConstruct<WideProduct, uint, ulong>("(ulong)u * v", Unsigned, [3, 5, 7, 9, uint.MaxValue]),
            new ElementConstruct<WideProductHigh, uint, uint>("(uint)(((ulong)u * v) >> 32)", Unsigned, [3, 5, 7, 9, uint.MaxValue]),
            new ElementConstruct<SignedWideProduct, int, long>("(long)k * n", Signed, [3, 5, 7, 9, -11, int.MinValue]),
            new ElementConstruct<WrappingProduct, uint, uint>("u * 2654435761u", Unsigned),
            new ElementConstruct<UnsignedLongProduct, ulong, ulong>("ul * 0xBF58476D1CE4E5B9UL", UnsignedLong),
            new ElementConstruct<Xorshift, ulong, ulong>("ul ^ (ul >> 27)", UnsignedLong),
            new ElementConstruct<UnsignedLess, uint, int>("u < v", Unsigned, [1, 0x80000000, 0x80000000, 1, 0]),
            new ElementConstruct<UnsignedLongLess, ulong, int>("ul < vl", UnsignedLong, [1UL << 63, 1, 1UL << 40, 0]),
            new ElementConstruct<UnsignedMax, uint, uint>("Math.Max(u, v)", Unsigned, [1, 0x80000000, 0x80000000, 1, 0]),
            new ElementConstruct<UnsignedLongMin, ulong, ulong>("Math.Min(ul, vl)", UnsignedLong, [1UL << 63, 1, 1UL << 40, 0]),
            new ElementConstruct<ClampedInt, int, int>("XMath.Clamp(k, -8, 8)", Signed),
            new ElementConstruct<AbsoluteInt, int, int>("Math.Abs(k)", [-9, 0, 17]),
            new ElementConstruct<SignOfInt, int, int>("Math.Sign(k)", Signed),
            new ElementConstruct<Complement, int, int>("~k", Signed),
            new ElementConstruct<PopCount, uint, int>("BitOperations.PopCount(u)", Unsigned),
            new ElementConstruct<LongPopCount, ulong, int>("BitOperations.PopCount(ul)", UnsignedLong),
            new ElementConstruct<LeadingZeros, uint, int>("BitOperations.LeadingZeroCount(u)", Unsigned),
            new ElementConstruct<LongLeadingZeros, ulong, int>("BitOperations.LeadingZeroCount(ul)", UnsignedLong),
            new ElementConstruct<TrailingZeros, uint, int>("BitOperations.TrailingZeroCount(u)", Unsigned),
        ];

    private readonly struct IntByEight : IOf<int, int>
    {
        public static int Of(int x, int y) => x / 8;
    }

    private readonly struct IntByVariable : IOf<int, int>
    {
        public static int Of(int x, int y) => x / y;
    }

    private readonly struct IntByEightCorrected : IOf<int, int>
    {
        public static int Of(int x, int y) => (x + ((x >> 31) & 7)) >> 3;
    }

    private readonly struct IntByMinusEight : IOf<int, int>
    {
        public static int Of(int x, int y) => x / -8;
    }

    private readonly struct IntBySeven : IOf<int, int>
    {
        public static int Of(int x, int y) => x / 7;
    }

    private readonly struct IntRemainderEight : IOf<int, int>
    {
        public static int Of(int x, int y) => x % 8;
    }

    private readonly struct IntRemainderSeven : IOf<int, int>
    {
        public static int Of(int x, int y) => x % 7;
    }

    private readonly struct IntRemainderVariable : IOf<int, int>
    {
        public static int Of(int x, int y) => x % y;
    }

    private readonly struct UnsignedByEight : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => x / 8u;
    }

    private readonly struct UnsignedShift : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => x >> 3;
    }

    private readonly struct UnsignedBySeven : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => x / 7u;
    }

    private readonly struct UnsignedByVariable : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => x / y;
    }

    private readonly struct UnsignedRemainderEight : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => x % 8u;
    }

    private readonly struct UnsignedRemainderVariable : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => x % y;
    }

    private readonly struct LongByEight : IOf<long, long>
    {
        public static long Of(long x, long y) => x / 8L;
    }

    private readonly struct LongByVariable : IOf<long, long>
    {
        public static long Of(long x, long y) => x / y;
    }

    private readonly struct LongBySeven : IOf<long, long>
    {
        public static long Of(long x, long y) => x / 7L;
    }

    private readonly struct LongRemainder : IOf<long, long>
    {
        public static long Of(long x, long y) => x % 8L;
    }

    private readonly struct UnsignedLongByEight : IOf<ulong, ulong>
    {
        public static ulong Of(ulong x, ulong y) => x / 8UL;
    }

    private readonly struct UnsignedLongShift : IOf<ulong, ulong>
    {
        public static ulong Of(ulong x, ulong y) => x >> 3;
    }

    private readonly struct UnsignedLongBySeven : IOf<ulong, ulong>
    {
        public static ulong Of(ulong x, ulong y) => x / 7UL;
    }

    private readonly struct IntTimesEight : IOf<int, int>
    {
        public static int Of(int x, int y) => x * 8;
    }

    private readonly struct IntTimesMinusEight : IOf<int, int>
    {
        public static int Of(int x, int y) => x * -8;
    }

    private readonly struct NestedDifferences : IOf<int, int>
    {
        public static int Of(int x, int y) => 5 - (3 - x);
    }

    private readonly struct NestedSubtractions : IOf<int, int>
    {
        public static int Of(int x, int y) => (x - 3) - 5;
    }

    private readonly struct IntShift : IOf<int, int>
    {
        public static int Of(int x, int y) => x >> 3;
    }

    private readonly struct IntShiftVariable : IOf<int, int>
    {
        public static int Of(int x, int y) => x >> y;
    }

    private readonly struct IntUnsignedShift : IOf<int, int>
    {
        public static int Of(int x, int y) => x >>> 3;
    }

    private readonly struct IntLeftShift : IOf<int, int>
    {
        public static int Of(int x, int y) => x << y;
    }

    private readonly struct LongShift : IOf<long, long>
    {
        public static long Of(long x, long y) => x >> 35;
    }

    private readonly struct UnsignedOfIntShift : IOf<int, uint>
    {
        public static uint Of(int x, int y) => (uint)x >> 3;
    }

    private readonly struct UnsignedLongHigh : IOf<ulong, uint>
    {
        public static uint Of(ulong x, ulong y) => (uint)(x >> 32);
    }

    private readonly struct UnsignedLongLow : IOf<ulong, uint>
    {
        public static uint Of(ulong x, ulong y) => (uint)x;
    }

    private readonly struct WideProduct : IOf<uint, ulong>
    {
        public static ulong Of(uint x, uint y) => (ulong)x * y;
    }

    private readonly struct WideProductHigh : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => (uint)(((ulong)x * y) >> 32);
    }

    private readonly struct SignedWideProduct : IOf<int, long>
    {
        public static long Of(int x, int y) => (long)x * y;
    }

    private readonly struct WrappingProduct : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => unchecked(x * 2654435761u);
    }

    private readonly struct UnsignedLongProduct : IOf<ulong, ulong>
    {
        public static ulong Of(ulong x, ulong y) => unchecked(x * 0xBF58476D1CE4E5B9UL);
    }

    private readonly struct Xorshift : IOf<ulong, ulong>
    {
        public static ulong Of(ulong x, ulong y) => x ^ (x >> 27);
    }

    private readonly struct UnsignedLess : IOf<uint, int>
    {
        public static int Of(uint x, uint y) => Flag.Of(x < y);
    }

    private readonly struct UnsignedLongLess : IOf<ulong, int>
    {
        public static int Of(ulong x, ulong y) => Flag.Of(x < y);
    }

    private readonly struct UnsignedMax : IOf<uint, uint>
    {
        public static uint Of(uint x, uint y) => Math.Max(x, y);
    }

    private readonly struct UnsignedLongMin : IOf<ulong, ulong>
    {
        public static ulong Of(ulong x, ulong y) => Math.Min(x, y);
    }

    private readonly struct ClampedInt : IOf<int, int>
    {
        public static int Of(int x, int y) => XMath.Clamp(x, -8, 8);
    }

    private readonly struct AbsoluteInt : IOf<int, int>
    {
        public static int Of(int x, int y) => Math.Abs(x);
    }

    private readonly struct SignOfInt : IOf<int, int>
    {
        public static int Of(int x, int y) => Math.Sign(x);
    }

    private readonly struct Complement : IOf<int, int>
    {
        public static int Of(int x, int y) => ~x;
    }

    private readonly struct PopCount : IOf<uint, int>
    {
        public static int Of(uint x, uint y) => BitOperations.PopCount(x);
    }

    private readonly struct LongPopCount : IOf<ulong, int>
    {
        public static int Of(ulong x, ulong y) => BitOperations.PopCount(x);
    }

    private readonly struct LeadingZeros : IOf<uint, int>
    {
        public static int Of(uint x, uint y) => BitOperations.LeadingZeroCount(x);
    }

    private readonly struct LongLeadingZeros : IOf<ulong, int>
    {
        public static int Of(ulong x, ulong y) => BitOperations.LeadingZeroCount(x);
    }

    private readonly struct TrailingZeros : IOf<uint, int>
    {
        public static int Of(uint x, uint y) => BitOperations.TrailingZeroCount(x);
    }

    private readonly struct LongByEightCorrected : IOf<long, long>
    {
        public static long Of(long x, long y) => (x + ((x >> 63) & 7)) >> 3;
    }
}
