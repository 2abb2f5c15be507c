namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>Conversions between widths and signs, and between integers and floats.</summary>
internal static class Casts
{
    private static readonly int[] Whole = [-129, -2, 0, 127, 200, 40_000, 70_000];
    private static readonly float[] Reals = [-300.7f, -1.5f, 0.9f, 200.2f, 255.9f];

    public static IEnumerable<Construct> All =>
        [
            new ElementConstruct<SignedOfByte, int, int>("(sbyte)(byte)k", Whole),
            new ElementConstruct<SignedOfMask, int, int>("(sbyte)(k & 0xFF)", Whole),
            new ElementConstruct<SignedByShifts, int, int>("(k << 24) >> 24", Whole),
            new ElementConstruct<ShortOfUnsigned, int, int>("(short)(ushort)k", Whole),
            new ElementConstruct<ShortByShifts, int, int>("(k << 16) >> 16", Whole),
            new ElementConstruct<UnsignedOfSigned, int, int>("(ushort)(sbyte)k", Whole),
            new ElementConstruct<ByteOfSigned, int, int>("(byte)(sbyte)k", Whole),
            new ElementConstruct<UnsignedOfShort, int, int>("(ushort)(short)k", Whole),
            new ElementConstruct<UnsignedByMask, int, int>("((k << 24) >> 24) & 0xFFFF", Whole),
            new ElementConstruct<ByteOfShort, int, int>("(byte)(short)k", Whole),
            new ElementConstruct<ShortOfByte, int, int>("(short)(sbyte)k", Whole),
            new ElementConstruct<Byte, int, int>("(byte)k", Whole),
            new ElementConstruct<SignedByte, int, int>("(sbyte)k", Whole),
            new ElementConstruct<Short, int, int>("(short)k", Whole),
            new ElementConstruct<UnsignedShort, int, int>("(ushort)k", Whole),
            new ElementConstruct<Mask, int, int>("k & 0xFF", Whole),
            new ElementConstruct<WideMask, int, int>("k & 0xFFFF", Whole),
            new ElementConstruct<SignedOfByteElement, byte, int>("(sbyte)bytes[i]", [0, 127, 128, 255]),
            new ElementConstruct<ByteOfSignedElement, sbyte, int>("(byte)sbytes[i]", [-128, -1, 0, 127]),
            new ElementConstruct<MaskOfSignedElement, sbyte, int>("sbytes[i] & 0xFF", [-128, -1, 0, 127]),
            new ElementConstruct<ShortOfUnsignedElement, ushort, int>("(short)ushorts[i]", [0, 32767, 32768, 65535]),
            new ElementConstruct<UnsignedOfShortElement, short, int>("(ushort)shorts[i]", [-32768, -1, 0, 32767]),
            new ElementConstruct<WideMaskOfShortElement, short, int>("shorts[i] & 0xFFFF", [-32768, -1, 0, 32767]),
            new ElementConstruct<UnsignedOfSignedElement, sbyte, int>("(ushort)sbytes[i]", [-128, -1, 0, 127]),
            new ElementConstruct<WideMaskOfSignedElement, sbyte, int>("sbytes[i] & 0xFFFF", [-128, -1, 0, 127]),
            new ElementConstruct<ByteElementToFloat, byte, float>("(float)bytes[i]", [0, 127, 128, 255]),
            new ElementConstruct<SignedElementToFloat, sbyte, float>("(float)sbytes[i]", [-128, -1, 0, 127]),
            new ElementConstruct<ByteElementSum, byte, int>("bytes[i] + bytes[j]", [200, 255]),
            new ElementConstruct<ByteOfIntOfFloat, float, int>("(byte)(int)f", Reals),
            new ElementConstruct<MaskOfIntOfFloat, float, int>("(int)f & 0xFF", Reals),
            new ElementConstruct<ShortOfIntOfFloat, float, int>("(short)(int)f", [-40_000.5f, 40_000.5f, 70_000, -1]),
            new ElementConstruct<ShiftsOfIntOfFloat, float, int>("((int)f << 16) >> 16", [-40_000.5f, 40_000.5f, 70_000, -1]),
            new ElementConstruct<IntOfFloat, float, int>("(int)f", [-2.9f, -0.5f, 2.9f, 1e6f]),
            new ElementConstruct<IntOfLargeFloat, float, int>("(int)f; // beyond int", [3e9f, -3e9f, float.NaN, float.PositiveInfinity]),
            new ElementConstruct<BoundedIntOfFloat, float, int>(
                "float.IsNaN(f) ? 0 : f >= 2147483648f ? int.MaxValue : f > -2147483648f ? (int)f : int.MinValue",
                [3e9f, -3e9f, float.NaN, float.PositiveInfinity]
            ),
            new ElementConstruct<UnsignedOfFloat, float, uint>("(uint)f", [0, 2.9f, 3e9f, 4.2e9f]),
            new ElementConstruct<UnsignedOfNegativeFloat, float, uint>("(uint)f; // negative or beyond uint", [-1, -0.5f, 5e9f, float.NaN]),
            new ElementConstruct<BoundedUnsignedOfFloat, float, uint>(
                "float.IsNaN(f) || f <= 0 ? 0u : f >= 4294967296f ? uint.MaxValue : (uint)f",
                [-1, -0.5f, 5e9f, float.NaN]
            ),
            new ElementConstruct<LongOfFloat, float, long>("(long)f", [-2.9f, 2.9f, 1e15f, -1e15f]),
            new ElementConstruct<UnsignedLongOfFloat, float, ulong>("(ulong)f", [0, 2.9f, 1e15f, 1.5e19f]),
            new ElementConstruct<FloatOfInt, int, float>("(float)k", [-7, int.MinValue, int.MaxValue, 16_777_217]),
            new ElementConstruct<FloatOfUnsigned, uint, float>("(float)u", [0, 0x80000000, uint.MaxValue, 16_777_217]),
            new ElementConstruct<FloatOfUnsignedOfInt, int, float>("(float)(uint)k", [-1, int.MinValue, 7]),
            new ElementConstruct<FloatOfIntOfUnsigned, uint, float>("(float)(int)u", [0xFFFFFFFF, 0x80000000, 7]),
            new ElementConstruct<FloatOfLong, long, float>("(float)l", [-7, long.MinValue, 1L << 40]),
            new ElementConstruct<FloatOfUnsignedLong, ulong, float>("(float)ul", [7, ulong.MaxValue, 1UL << 63]),
            new ElementConstruct<LongOfInt, int, long>("(long)k", [-7, int.MinValue, int.MaxValue]),
            new ElementConstruct<LongOfUnsigned, uint, long>("(long)u", [7, 0x80000000, uint.MaxValue]),
            new ElementConstruct<LongOfUnsignedOfInt, int, long>("(long)(uint)k", [-7, int.MinValue, 7]),
            new ElementConstruct<UnsignedLongOfInt, int, ulong>("(ulong)k", [-7, int.MinValue, 7]),
            new ElementConstruct<LongOfIntOfLong, long, long>("(long)(int)l", [-7, 1L << 31, (1L << 40) + 5]),
            new ElementConstruct<UnsignedLongOfUnsignedOfLong, long, ulong>("(ulong)(uint)l", [-7, 1L << 31, (1L << 40) + 5]),
            new ElementConstruct<ByteOfLong, long, int>("(byte)l", [-7, 300, (1L << 40) + 5]),
        ];

    private readonly struct SignedOfByte : IOf<int, int>
    {
        public static int Of(int x, int y) => (sbyte)(byte)x;
    }

    private readonly struct SignedOfMask : IOf<int, int>
    {
        public static int Of(int x, int y) => (sbyte)(x & 0xFF);
    }

    private readonly struct SignedByShifts : IOf<int, int>
    {
        public static int Of(int x, int y) => (x << 24) >> 24;
    }

    private readonly struct ShortOfUnsigned : IOf<int, int>
    {
        public static int Of(int x, int y) => (short)(ushort)x;
    }

    private readonly struct ShortByShifts : IOf<int, int>
    {
        public static int Of(int x, int y) => (x << 16) >> 16;
    }

    private readonly struct UnsignedOfSigned : IOf<int, int>
    {
        public static int Of(int x, int y) => (ushort)(sbyte)x;
    }

    private readonly struct UnsignedByMask : IOf<int, int>
    {
        public static int Of(int x, int y) => ((x << 24) >> 24) & 0xFFFF;
    }

    private readonly struct ByteOfShort : IOf<int, int>
    {
        public static int Of(int x, int y) => (byte)(short)x;
    }

    private readonly struct ShortOfByte : IOf<int, int>
    {
        public static int Of(int x, int y) => (short)(sbyte)x;
    }

    private readonly struct Byte : IOf<int, int>
    {
        public static int Of(int x, int y) => (byte)x;
    }

    private readonly struct SignedByte : IOf<int, int>
    {
        public static int Of(int x, int y) => (sbyte)x;
    }

    private readonly struct Short : IOf<int, int>
    {
        public static int Of(int x, int y) => (short)x;
    }

    private readonly struct UnsignedShort : IOf<int, int>
    {
        public static int Of(int x, int y) => (ushort)x;
    }

    private readonly struct Mask : IOf<int, int>
    {
        public static int Of(int x, int y) => x & 0xFF;
    }

    private readonly struct SignedOfByteElement : IOf<byte, int>
    {
        public static int Of(byte x, byte y) => (sbyte)x;
    }

    private readonly struct ByteOfSignedElement : IOf<sbyte, int>
    {
        public static int Of(sbyte x, sbyte y) => (byte)x;
    }

    private readonly struct ByteElementToFloat : IOf<byte, float>
    {
        public static float Of(byte x, byte y) => x;
    }

    private readonly struct SignedElementToFloat : IOf<sbyte, float>
    {
        public static float Of(sbyte x, sbyte y) => x;
    }

    private readonly struct ByteElementSum : IOf<byte, int>
    {
        public static int Of(byte x, byte y) => x + y;
    }

    private readonly struct ByteOfIntOfFloat : IOf<float, int>
    {
        public static int Of(float x, float y) => (byte)(int)x;
    }

    private readonly struct MaskOfIntOfFloat : IOf<float, int>
    {
        public static int Of(float x, float y) => (int)x & 0xFF;
    }

    private readonly struct ShortOfIntOfFloat : IOf<float, int>
    {
        public static int Of(float x, float y) => (short)(int)x;
    }

    private readonly struct IntOfFloat : IOf<float, int>
    {
        public static int Of(float x, float y) => (int)x;
    }

    private readonly struct IntOfLargeFloat : IOf<float, int>
    {
        public static int Of(float x, float y) => (int)x;
    }

    private readonly struct UnsignedOfFloat : IOf<float, uint>
    {
        public static uint Of(float x, float y) => (uint)x;
    }

    private readonly struct UnsignedOfNegativeFloat : IOf<float, uint>
    {
        public static uint Of(float x, float y) => (uint)x;
    }

    private readonly struct LongOfFloat : IOf<float, long>
    {
        public static long Of(float x, float y) => (long)x;
    }

    private readonly struct UnsignedLongOfFloat : IOf<float, ulong>
    {
        public static ulong Of(float x, float y) => (ulong)x;
    }

    private readonly struct FloatOfInt : IOf<int, float>
    {
        public static float Of(int x, int y) => x;
    }

    private readonly struct FloatOfUnsigned : IOf<uint, float>
    {
        public static float Of(uint x, uint y) => x;
    }

    private readonly struct FloatOfUnsignedOfInt : IOf<int, float>
    {
        public static float Of(int x, int y) => (uint)x;
    }

    private readonly struct FloatOfIntOfUnsigned : IOf<uint, float>
    {
        public static float Of(uint x, uint y) => (int)x;
    }

    private readonly struct FloatOfLong : IOf<long, float>
    {
        public static float Of(long x, long y) => x;
    }

    private readonly struct FloatOfUnsignedLong : IOf<ulong, float>
    {
        public static float Of(ulong x, ulong y) => x;
    }

    private readonly struct LongOfInt : IOf<int, long>
    {
        public static long Of(int x, int y) => x;
    }

    private readonly struct LongOfUnsigned : IOf<uint, long>
    {
        public static long Of(uint x, uint y) => x;
    }

    private readonly struct LongOfUnsignedOfInt : IOf<int, long>
    {
        public static long Of(int x, int y) => (uint)x;
    }

    private readonly struct UnsignedLongOfInt : IOf<int, ulong>
    {
        public static ulong Of(int x, int y) => (ulong)x;
    }

    private readonly struct LongOfIntOfLong : IOf<long, long>
    {
        public static long Of(long x, long y) => (int)x;
    }

    private readonly struct UnsignedLongOfUnsignedOfLong : IOf<long, ulong>
    {
        public static ulong Of(long x, long y) => (uint)x;
    }

    private readonly struct ByteOfLong : IOf<long, int>
    {
        public static int Of(long x, long y) => (byte)x;
    }

    private readonly struct MaskOfSignedElement : IOf<sbyte, int>
    {
        public static int Of(sbyte x, sbyte y) => x & 0xFF;
    }

    private readonly struct ShiftsOfIntOfFloat : IOf<float, int>
    {
        public static int Of(float x, float y) => ((int)x << 16) >> 16;
    }

    private readonly struct BoundedIntOfFloat : IOf<float, int>
    {
        public static int Of(float x, float y) =>
            float.IsNaN(x) ? 0
            : x >= 2147483648f ? int.MaxValue
            : x > -2147483648f ? (int)x
            : int.MinValue;
    }

    private readonly struct BoundedUnsignedOfFloat : IOf<float, uint>
    {
        public static uint Of(float x, float y) =>
            float.IsNaN(x) || x <= 0 ? 0u
            : x >= 4294967296f ? uint.MaxValue
            : (uint)x;
    }

    private readonly struct UnsignedOfShort : IOf<int, int>
    {
        public static int Of(int x, int y) => (ushort)(short)x;
    }

    private readonly struct ByteOfSigned : IOf<int, int>
    {
        public static int Of(int x, int y) => (byte)(sbyte)x;
    }

    private readonly struct UnsignedOfSignedElement : IOf<sbyte, int>
    {
        public static int Of(sbyte x, sbyte y) => (ushort)x;
    }

    private readonly struct UnsignedOfShortElement : IOf<short, int>
    {
        public static int Of(short x, short y) => (ushort)x;
    }

    private readonly struct ShortOfUnsignedElement : IOf<ushort, int>
    {
        public static int Of(ushort x, ushort y) => (short)x;
    }

    private readonly struct WideMaskOfShortElement : IOf<short, int>
    {
        public static int Of(short x, short y) => x & 0xFFFF;
    }

    private readonly struct WideMaskOfSignedElement : IOf<sbyte, int>
    {
        public static int Of(sbyte x, sbyte y) => x & 0xFFFF;
    }

    private readonly struct WideMask : IOf<int, int>
    {
        public static int Of(int x, int y) => x & 0xFFFF;
    }
}
