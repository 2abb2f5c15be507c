using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>
/// From the planes of a JPEG to R G B A, equal to the bit to libjpeg: colours of less than full size are interpolated by its triangle
/// filter (jdsample.c), then converted with 16 binary places (jdcolor.c). One row at a time.
/// </summary>
internal static class JpegColours
{
    /// <summary>Pixels that are converted together.</summary>
    public const int Step = 16;

    /// <summary>Writes a row of grey pixels.</summary>
    /// <param name="grey">A value for each pixel, and as many more as fill the last step.</param>
    /// <param name="rgba">Receives 4 bytes for each pixel.</param>
    public static void WriteGrey(ReadOnlySpan<byte> grey, Span<byte> rgba)
    {
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        for (int x = 0; x < pixels.Length; x++)
            pixels[x] = 0xFF00_0000 | (grey[x] * 0x01_0101u);
    }

    /// <summary>Writes a row of pixels.</summary>
    /// <param name="y">Brightness: a value for each pixel, and as many more as fill the last step.</param>
    /// <param name="cb">The difference of blue, as many.</param>
    /// <param name="cr">The difference of red, as many.</param>
    /// <param name="rgba">Receives 4 bytes for each pixel.</param>
    public static void Write(ReadOnlySpan<byte> y, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgba)
    {
        int width = rgba.Length / 4,
            x = 0;
        for (; x <= width - Step; x += Step)
            WriteStep(y.Slice(x, Step), cb.Slice(x, Step), cr.Slice(x, Step), rgba.Slice(4 * x, 4 * Step));
        if (x == width)
            return;
        Span<byte> last = stackalloc byte[4 * Step];
        WriteStep(y.Slice(x, Step), cb.Slice(x, Step), cr.Slice(x, Step), last);
        last[..(4 * (width - x))].CopyTo(rgba[(4 * x)..]);
    }

    /// <summary>Interpolates a row of colours to twice the width.</summary>
    /// <param name="near">The row that is nearer, of <paramref name="count"/> values.</param>
    /// <param name="far">The other one, or null where only the width is doubled.</param>
    /// <param name="count">Values in a row, 1 or more.</param>
    /// <param name="sums">Room for that many values and <see cref="Step"/> twice.</param>
    /// <param name="wide">Receives twice as many, and what fills the last step.</param>
    public static void Widen(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int count, Span<short> sums, Span<byte> wide)
    {
        bool isHigh = !far.IsEmpty;
        for (int x = 0; x < count; x += Step)
        {
            Vector256<short> sum = Wide(near, x);
            if (isHigh)
                sum = (sum * 3) + Wide(far, x);
            sum.CopyTo(sums[(Step + x)..]);
        }

        // Behind the edges the outermost value goes on.
        sums[Step - 1] = sums[Step];
        sums[Step + count] = sums[Step + count - 1];
        Vector256<short> roundLeft = Vector256.Create((short)(isHigh ? 8 : 1)),
            roundRight = Vector256.Create((short)(isHigh ? 7 : 2));
        int shift = isHigh ? 4 : 2;
        for (int x = 0; x < count; x += Step)
        {
            Vector256<short> triple = Vector256.Create<short>(sums.Slice(Step + x, Step)) * 3;
            Vector256<short> left = (triple + Vector256.Create<short>(sums.Slice(Step + x - 1, Step)) + roundLeft) >> shift,
                right = (triple + Vector256.Create<short>(sums.Slice(Step + x + 1, Step)) + roundRight) >> shift;
            (left | (right << 8)).AsByte().CopyTo(wide[(2 * x)..]);
        }
    }

    private static Vector256<short> Wide(ReadOnlySpan<byte> bytes, int at) =>
        Avx2.ConvertToVector256Int16(Vector128.Create(bytes.Slice(at, Step)));

    // High halves of products keep the rounding of libjpeg's tables: x * 1.402 is x + x * 0.402, and so on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteStep(ReadOnlySpan<byte> brightness, ReadOnlySpan<byte> blues, ReadOnlySpan<byte> reds, Span<byte> rgba)
    {
        Vector256<short> y = Wide(brightness, 0),
            cb = Wide(blues, 0) - Vector256.Create((short)128),
            cr = Wide(reds, 0) - Vector256.Create((short)128),
            one = Vector256<short>.One;
        Vector256<short> red = y + cr + ((Avx2.MultiplyHigh(cr + cr, Vector256.Create((short)26345)) + one) >> 1),
            blue = y + cb + cb + ((Avx2.MultiplyHigh(cb + cb, Vector256.Create((short)-14942)) + one) >> 1);
        Vector256<short> factors = Vector256.Create(-22554 & 0xFFFF | (18734 << 16)).AsInt16();
        Vector256<int> half = Vector256.Create(1 << 15);
        Vector256<short> green =
            y
            - cr
            + Avx2.PackSignedSaturate(
                (Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(cb, cr), factors) + half) >> 16,
                (Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(cb, cr), factors) + half) >> 16
            );
        Vector256<short> redGreen = Byte(red) | (Byte(green) << 8),
            blueAlpha = Byte(blue) | Vector256.Create(unchecked((short)0xFF00));
        Vector256<short> low = Avx2.UnpackLow(redGreen, blueAlpha),
            high = Avx2.UnpackHigh(redGreen, blueAlpha);
        Avx2.Permute2x128(low, high, 0x20).AsByte().CopyTo(rgba);
        Avx2.Permute2x128(low, high, 0x31).AsByte().CopyTo(rgba[32..]);
    }

    private static Vector256<short> Byte(Vector256<short> value) =>
        Vector256.Min(Vector256.Max(value, Vector256<short>.Zero), Vector256.Create((short)255));
}
