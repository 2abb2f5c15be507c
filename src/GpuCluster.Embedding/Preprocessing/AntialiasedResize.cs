using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding.Preprocessing;

/// <summary>
/// Resizes pictures exactly as Pillow's Image.resize does: along rows, rounded to bytes, then along columns, in whole numbers, so that the
/// result equals Pillow's to the bit. Only the requested part is computed. Reuses its buffers and the weights of the last size; one thread
/// at a time.
/// </summary>
/// <param name="filter">The filter.</param>
internal sealed class AntialiasedResize(ResampleFilter filter)
{
    /// <summary>Rows that go through the first pass together: with 4 channels they fill a vector of 16 numbers.</summary>
    private const int Rows = 4;

    private const int Half = 1 << (ResampleWeights.Places - 1);

    private (int Source, int Size, int Start, int Count) _columnsFor,
        _rowsFor;
    private ResampleWeights? _columns,
        _rows;
    private int[] _wide = [];
    private byte[] _narrow = [];

    /// <summary>Resizes and cuts out.</summary>
    /// <param name="image">The source, opaque.</param>
    /// <param name="width">Columns of the whole result.</param>
    /// <param name="height">Rows of the whole result.</param>
    /// <param name="left">The first column that is wanted.</param>
    /// <param name="top">The first row that is wanted.</param>
    /// <param name="wantedWidth">Columns that are wanted.</param>
    /// <param name="wantedHeight">Rows that are wanted.</param>
    /// <param name="rgba">Receives wantedHeight x wantedWidth x 4 bytes.</param>
    public void Resize(DecodedImage image, int width, int height, int left, int top, int wantedWidth, int wantedHeight, Span<byte> rgba)
    {
        ResampleWeights columns = Cached(ref _columns, ref _columnsFor, image.Width, width, left, wantedWidth);
        ResampleWeights rows = Cached(ref _rows, ref _rowsFor, image.Height, height, top, wantedHeight);
        int stride = wantedWidth * 4;
        int needed = rows.End - rows.Begin;
        Grow(ref _narrow, needed * stride);
        Grow(ref _wide, (columns.End - columns.Begin) * Rows * 4);
        for (int row = 0; row < needed; row += Rows)
        {
            Interleave(image, rows.Begin + row, Math.Min(Rows, needed - row), columns);
            AlongRows(columns, Math.Min(Rows, needed - row), _narrow.AsSpan(row * stride), wantedWidth);
        }

        for (int y = 0; y < wantedHeight; y++)
            AlongColumns(_narrow.AsSpan((rows.FirstOf(y) - rows.Begin) * stride), stride, rows.Of(y), rgba.Slice(y * stride, stride));
    }

    private ResampleWeights Cached(ref ResampleWeights? weights, ref (int, int, int, int) known, int source, int size, int start, int count)
    {
        if (weights is null || known != (source, size, start, count))
            (weights, known) = (new ResampleWeights(source, size, start, count, filter), (source, size, start, count));
        return weights;
    }

    private static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<T>(length);
    }

    // Pixel x of four rows side by side, each channel a number of its own.
    private void Interleave(DecodedImage image, int firstRow, int count, ResampleWeights columns)
    {
        int begin = columns.Begin,
            length = columns.End - columns.Begin;
        ReadOnlySpan<uint> Row(int row) =>
            MemoryMarshal.Cast<byte, uint>(image.Rgba.Span).Slice(((firstRow + Math.Min(row, count - 1)) * image.Width) + begin, length);
        ReadOnlySpan<uint> row0 = Row(0),
            row1 = Row(1),
            row2 = Row(2),
            row3 = Row(3);
        ref int wide = ref MemoryMarshal.GetArrayDataReference(_wide);
        for (int x = 0; x < length; x++)
            Widen(Vector128.Create(row0[x], row1[x], row2[x], row3[x]).AsByte()).StoreUnsafe(ref wide, (nuint)(x * Rows * 4));
    }

    private void AlongRows(ResampleWeights columns, int count, Span<byte> target, int width)
    {
        ref int wide = ref MemoryMarshal.GetArrayDataReference(_wide);
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(target);
        int begin = columns.Begin;
        for (int x = 0; x < width; x++)
        {
            Vector512<int> sum = Vector512.Create(Half);
            nuint at = (nuint)((columns.FirstOf(x) - begin) * Rows * 4);
            foreach (int weight in columns.Of(x))
            {
                sum += Vector512.LoadUnsafe(ref wide, at) * Vector512.Create(weight);
                at += Rows * 4;
            }

            Vector128<uint> four = Narrow(sum).AsUInt32();
            for (int row = 0; row < count; row++)
                pixels[(row * width) + x] = four[row];
        }
    }

    private static void AlongColumns(ReadOnlySpan<byte> source, int stride, ReadOnlySpan<int> weights, Span<byte> target)
    {
        ref byte first = ref MemoryMarshal.GetReference(source);
        int x = 0;
        for (; x <= stride - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            Vector512<int> sum = Vector512.Create(Half);
            nuint at = (nuint)x;
            foreach (int weight in weights)
            {
                sum += Widen(Vector128.LoadUnsafe(ref first, at)) * Vector512.Create(weight);
                at += (nuint)stride;
            }

            Narrow(sum).CopyTo(target[x..]);
        }

        for (; x < stride; x++)
        {
            int sum = Half;
            for (int tap = 0; tap < weights.Length; tap++)
                sum += source[(tap * stride) + x] * weights[tap];
            target[x] = (byte)Math.Clamp(sum >> ResampleWeights.Places, 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Widen(Vector128<byte> bytes)
    {
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector512Int32(bytes);
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
        (Vector128<uint> a, Vector128<uint> b) = Vector128.Widen(low);
        (Vector128<uint> c, Vector128<uint> d) = Vector128.Widen(high);
        return Vector512.Create(Vector256.Create(a, b), Vector256.Create(c, d)).AsInt32();
    }

    // Weights sum to 1, so what leaves 0..255 is the overshoot of negative lobes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector512<int> sum)
    {
        Vector512<int> value = Vector512.Min(Vector512.Max(sum >> ResampleWeights.Places, Vector512<int>.Zero), Vector512.Create(255));
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector128Byte(value.AsUInt32());
        Vector256<int> low = value.GetLower(),
            high = value.GetUpper();
        return Vector128.Narrow(
            Vector128.Narrow(low.GetLower(), low.GetUpper()).AsUInt16(),
            Vector128.Narrow(high.GetLower(), high.GetUpper()).AsUInt16()
        );
    }
}
