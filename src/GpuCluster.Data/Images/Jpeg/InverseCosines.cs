using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>
/// The inverse cosine transform of 8 x 8 pixels in whole numbers, equal to the bit to libjpeg's jidctint.c, which Skia, Pillow and
/// torchvision use: the algorithm of Loeffler, Ligtenberg and Moschytz with 13 binary places. Eight columns or rows go through a register
/// together.
/// </summary>
internal static class InverseCosines
{
    private const int Places = 13;
    private const int KeptPlaces = 2;

    /// <summary>
    /// With values up to this the sums fit 32 bits, where libjpeg has 64. A block of an image that was encoded stays far below.
    /// </summary>
    private const int MaxValue = (1 << 14) - 1;

    private static Vector256<byte> FourByFour =>
        Vector256.Create(
            Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15),
            Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)
        );

    /// <summary>Transforms a block.</summary>
    /// <param name="block">64 coefficients in the order of rows.</param>
    /// <param name="divisors">What they are multiplied by.</param>
    /// <param name="pixels">Receives 8 rows of 8 bytes.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    /// <returns>False for values that no encoder writes.</returns>
    public static bool TryTransform(ReadOnlySpan<short> block, ReadOnlySpan<int> divisors, Span<byte> pixels, int stride)
    {
        Rows rows = Rows.Of(block, divisors);
        Vector256<int> high = rows.Highest();
        rows.Transform(Places - KeptPlaces);
        high |= rows.Highest();
        if (Vector256.GreaterThanAny(high, Vector256.Create(MaxValue)))
            return false;
        rows.Transpose();
        rows.Transform(Places + KeptPlaces + 3);
        rows.Store(pixels, stride);
        return true;
    }

    /// <summary>A block whose coefficients but the first are zero.</summary>
    /// <inheritdoc cref="TryTransform"/>
    public static bool TryFill(short first, int divisor, Span<byte> pixels, int stride)
    {
        int value = first * divisor;
        if (Math.Abs(value) > MaxValue)
            return false;
        byte pixel = (byte)(Math.Clamp(Wrapped((value + 4) >> 3), -128, 127) + 128);
        ulong row = pixel * 0x0101_0101_0101_0101UL;
        for (int y = 0; y < 8; y++)
            MemoryMarshal.Write(pixels[(y * stride)..], row);
        return true;
    }

    // libjpeg takes ten bits of a result.
    private static int Wrapped(int value) => (value << 22) >> 22;

    private struct Rows
    {
        private Vector256<int> _0,
            _1,
            _2,
            _3,
            _4,
            _5,
            _6,
            _7;

        public static Rows Of(ReadOnlySpan<short> block, ReadOnlySpan<int> divisors)
        {
            ref short first = ref MemoryMarshal.GetReference(block[..JpegBlock.Size]);
            ref int divisor = ref MemoryMarshal.GetReference(divisors[..JpegBlock.Size]);
            return new Rows
            {
                _0 = Row(ref first, ref divisor, 0),
                _1 = Row(ref first, ref divisor, 8),
                _2 = Row(ref first, ref divisor, 16),
                _3 = Row(ref first, ref divisor, 24),
                _4 = Row(ref first, ref divisor, 32),
                _5 = Row(ref first, ref divisor, 40),
                _6 = Row(ref first, ref divisor, 48),
                _7 = Row(ref first, ref divisor, 56),
            };
        }

        /// <summary>The bits of all absolute values.</summary>
        public readonly Vector256<int> Highest() =>
            Vector256.Abs(_0)
            | Vector256.Abs(_1)
            | Vector256.Abs(_2)
            | Vector256.Abs(_3)
            | Vector256.Abs(_4)
            | Vector256.Abs(_5)
            | Vector256.Abs(_6)
            | Vector256.Abs(_7);

        /// <summary>One dimension, from row to row; the names are libjpeg's.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Transform(int shift)
        {
            Vector256<int> z1 = (_2 + _6) * 4433,
                tmp2 = z1 - (_6 * 15137),
                tmp3 = z1 + (_2 * 6270),
                tmp0 = (_0 + _4) << Places,
                tmp1 = (_0 - _4) << Places;
            Vector256<int> round = Vector256.Create(1 << (shift - 1)),
                tmp10 = tmp0 + tmp3 + round,
                tmp13 = tmp0 - tmp3 + round,
                tmp11 = tmp1 + tmp2 + round,
                tmp12 = tmp1 - tmp2 + round;

            Vector256<int> z3 = _7 + _3,
                z4 = _5 + _1,
                z5 = (z3 + z4) * 9633,
                z2 = (_5 + _3) * 20995;
            z1 = (_7 + _1) * 7373;
            z3 = z5 - (z3 * 16069);
            z4 = z5 - (z4 * 3196);
            tmp0 = (_7 * 2446) - z1 + z3;
            tmp1 = (_5 * 16819) - z2 + z4;
            tmp2 = (_3 * 25172) - z2 + z3;
            tmp3 = (_1 * 12299) - z1 + z4;

            (_0, _7) = ((tmp10 + tmp3) >> shift, (tmp10 - tmp3) >> shift);
            (_1, _6) = ((tmp11 + tmp2) >> shift, (tmp11 - tmp2) >> shift);
            (_2, _5) = ((tmp12 + tmp1) >> shift, (tmp12 - tmp1) >> shift);
            (_3, _4) = ((tmp13 + tmp0) >> shift, (tmp13 - tmp0) >> shift);
        }

        public void Transpose()
        {
            Vector256<long> a = Low(_0, _1),
                b = High(_0, _1),
                c = Low(_2, _3),
                d = High(_2, _3),
                e = Low(_4, _5),
                f = High(_4, _5),
                g = Low(_6, _7),
                h = High(_6, _7);
            Vector256<long> ac = Avx2.UnpackLow(a, c),
                eg = Avx2.UnpackLow(e, g),
                ac1 = Avx2.UnpackHigh(a, c),
                eg1 = Avx2.UnpackHigh(e, g),
                bd = Avx2.UnpackLow(b, d),
                fh = Avx2.UnpackLow(f, h),
                bd1 = Avx2.UnpackHigh(b, d),
                fh1 = Avx2.UnpackHigh(f, h);
            (_0, _4) = (Lower(ac, eg), Upper(ac, eg));
            (_1, _5) = (Lower(ac1, eg1), Upper(ac1, eg1));
            (_2, _6) = (Lower(bd, fh), Upper(bd, fh));
            (_3, _7) = (Lower(bd1, fh1), Upper(bd1, fh1));
        }

        /// <summary>Writes bytes; each register is a column.</summary>
        public readonly void Store(Span<byte> pixels, int stride)
        {
            Vector256<byte> left = Bytes(Words(_0, _1), Words(_2, _3)),
                right = Bytes(Words(_4, _5), Words(_6, _7));
            Vector256<ulong> even = Avx2.UnpackLow(left.AsUInt32(), right.AsUInt32()).AsUInt64(),
                odd = Avx2.UnpackHigh(left.AsUInt32(), right.AsUInt32()).AsUInt64();
            for (int half = 0; half < 2; half++)
            {
                Span<byte> four = pixels[(half * 4 * stride)..];
                MemoryMarshal.Write(four, even[half * 2]);
                MemoryMarshal.Write(four[stride..], even[(half * 2) + 1]);
                MemoryMarshal.Write(four[(2 * stride)..], odd[half * 2]);
                MemoryMarshal.Write(four[(3 * stride)..], odd[(half * 2) + 1]);
            }
        }

        private static Vector256<int> Row(ref short block, ref int divisors, nuint at) =>
            Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref block, at)) * Vector256.LoadUnsafe(ref divisors, at);

        private static Vector256<long> Low(Vector256<int> a, Vector256<int> b) => Avx2.UnpackLow(a, b).AsInt64();

        private static Vector256<long> High(Vector256<int> a, Vector256<int> b) => Avx2.UnpackHigh(a, b).AsInt64();

        private static Vector256<int> Lower(Vector256<long> a, Vector256<long> b) => Avx2.Permute2x128(a, b, 0x20).AsInt32();

        private static Vector256<int> Upper(Vector256<long> a, Vector256<long> b) => Avx2.Permute2x128(a, b, 0x31).AsInt32();

        // Ten bits of each, as libjpeg takes them.
        private static Vector256<short> Words(Vector256<int> a, Vector256<int> b) => (Avx2.PackSignedSaturate(a, b) << 6) >> 6;

        // Four columns of eight rows become, in each half, four rows of four columns.
        private static Vector256<byte> Bytes(Vector256<short> a, Vector256<short> b) =>
            Avx2.Shuffle(Avx2.PackSignedSaturate(a, b).AsByte() ^ Vector256.Create((byte)128), FourByFour);
    }
}
