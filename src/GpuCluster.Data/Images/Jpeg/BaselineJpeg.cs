using System.Buffers;
using System.Runtime.Intrinsics.X86;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>
/// Decodes ordinary JPEGs to the bits that Skia gives, in less than half the time: the libjpeg inside SkiaSharp has no SIMD code for x86.
/// Whatever is not an ordinary, whole JPEG (<see cref="JpegHeader"/>) is left to Skia, which then also words the fault. Any thread.
/// </summary>
internal static class BaselineJpeg
{
    private const int EndOfImage = 0xD9;
    private const int FirstRestart = 0xD0;

    /// <summary>Whether this machine's processor can.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Decodes the pixels.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="rgba">Receives height x width x 4 bytes, as they are stored.</param>
    /// <returns>False if the file is not whole or not ordinary; some bytes may then be written.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> file, JpegHeader header, Span<byte> rgba)
    {
        Plane[] planes = Planes(header);
        byte[] pixels = ArrayPool<byte>.Shared.Rent(planes.Sum(plane => plane.Bytes) + JpegColours.Step);
        try
        {
            if (!TryScan(file, header, planes, pixels))
                return false;
            Write(header, planes, pixels, rgba);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    // Whole units of the scan. Grey blocks follow each other one by one, whatever the header says of units.
    private static Plane[] Planes(JpegHeader header)
    {
        Plane[] planes = new Plane[header.Components.Length];
        (int unitWidth, int unitHeight) = UnitOf(header);
        int begin = 0;
        for (int i = 0; i < planes.Length; i++)
        {
            JpegComponent component = header.Components[i];
            (int across, int down) = planes.Length == 1 ? (1, 1) : (component.Horizontal, component.Vertical);
            planes[i] = new Plane(
                component,
                begin,
                across,
                down,
                Stride: Units(header.Width, unitWidth) * across * 8,
                Rows: Units(header.Height, unitHeight) * down * 8
            );
            begin += planes[i].Bytes;
        }

        return planes;
    }

    private static (int Width, int Height) UnitOf(JpegHeader header) =>
        header.Components.Length == 1 ? (8, 8) : (8 * header.Components[0].Horizontal, 8 * header.Components[0].Vertical);

    private static int Units(int size, int unit) => (size + unit - 1) / unit;

    private static bool TryScan(ReadOnlySpan<byte> file, JpegHeader header, Plane[] planes, Span<byte> pixels)
    {
        JpegBits bits = new(file, header.ScanAt);
        Span<short> block = stackalloc short[JpegBlock.Size];
        Span<int> predicted = stackalloc int[3];
        (int unitWidth, int unitHeight) = UnitOf(header);
        int across = Units(header.Width, unitWidth),
            units = across * Units(header.Height, unitHeight);
        block.Clear();
        predicted.Clear();
        for (int unit = 0; unit < units; unit++)
        {
            if (unit > 0 && header.RestartInterval > 0 && unit % header.RestartInterval == 0)
            {
                if (!bits.TryMarker(FirstRestart + (((unit / header.RestartInterval) - 1) & 7)))
                    return false;
                predicted.Clear();
            }

            (int row, int column) = Math.DivRem(unit, across);
            for (int i = 0; i < planes.Length; i++)
            {
                if (!TryUnit(ref bits, header.Quantisation(planes[i].Component), planes[i], row, column, ref predicted[i], block, pixels))
                    return false;
            }
        }

        return bits.TryMarker(EndOfImage);
    }

    private static bool TryUnit(
        ref JpegBits bits,
        ReadOnlySpan<int> divisors,
        Plane plane,
        int row,
        int column,
        scoped ref int predicted,
        scoped Span<short> block,
        scoped Span<byte> pixels
    )
    {
        for (int y = 0; y < plane.Down; y++)
        {
            for (int x = 0; x < plane.Across; x++)
            {
                int last = JpegBlock.Read(ref bits, plane.Component, ref predicted, block);
                if (last < 0)
                    return false;
                int at = plane.Begin + (((row * plane.Down) + y) * 8 * plane.Stride) + (((column * plane.Across) + x) * 8);
                bool isDone =
                    last == 0
                        ? InverseCosines.TryFill(block[0], divisors[0], pixels[at..], plane.Stride)
                        : InverseCosines.TryTransform(block, divisors, pixels[at..], plane.Stride);
                if (!isDone)
                    return false;
                block.Clear();
            }
        }

        return true;
    }

    private static void Write(JpegHeader header, Plane[] planes, Span<byte> pixels, Span<byte> rgba)
    {
        int length = (planes[0].Stride / 2) + (3 * JpegColours.Step);
        short[] sums = ArrayPool<short>.Shared.Rent(length);
        byte[] wide = ArrayPool<byte>.Shared.Rent(4 * length);
        try
        {
            for (int y = 0; y < header.Height; y++)
            {
                ReadOnlySpan<byte> brightness = pixels[(planes[0].Begin + (y * planes[0].Stride))..];
                Span<byte> row = rgba.Slice(y * header.Width * 4, header.Width * 4);
                if (planes.Length == 1)
                {
                    JpegColours.WriteGrey(brightness, row);
                    continue;
                }

                ReadOnlySpan<byte> blue = Colours(header, planes[1], pixels, y, sums, wide.AsSpan(0, 2 * length)),
                    red = Colours(header, planes[2], pixels, y, sums, wide.AsSpan(2 * length));
                JpegColours.Write(brightness, blue, red, row);
            }
        }
        finally
        {
            ArrayPool<short>.Shared.Return(sums);
            ArrayPool<byte>.Shared.Return(wide);
        }
    }

    // A row of colours at full width.
    private static ReadOnlySpan<byte> Colours(
        JpegHeader header,
        Plane plane,
        ReadOnlySpan<byte> pixels,
        int y,
        Span<short> sums,
        Span<byte> wide
    )
    {
        JpegComponent whole = header.Components[0];
        ReadOnlySpan<byte> RowOf(int row, ReadOnlySpan<byte> all) => all[(plane.Begin + (row * plane.Stride))..];
        if (whole.Horizontal == 1)
            return RowOf(y, pixels);
        int count = (header.Width + 1) / 2;
        if (whole.Vertical == 1)
        {
            JpegColours.Widen(RowOf(y, pixels), default, count, sums, wide);
            return wide;
        }

        int near = y / 2,
            far = Math.Clamp(near + (y % 2 == 0 ? -1 : 1), 0, ((header.Height + 1) / 2) - 1);
        JpegColours.Widen(RowOf(near, pixels), RowOf(far, pixels), count, sums, wide);
        return wide;
    }

    /// <summary>The pixels of one component.</summary>
    /// <param name="Component">Whose.</param>
    /// <param name="Begin">Where they begin among those of all.</param>
    /// <param name="Across">Blocks side by side in a unit.</param>
    /// <param name="Down">Blocks below each other in a unit.</param>
    /// <param name="Stride">Bytes of a row.</param>
    /// <param name="Rows">Rows.</param>
    private readonly record struct Plane(JpegComponent Component, int Begin, int Across, int Down, int Stride, int Rows)
    {
        public int Bytes => Stride * Rows;
    }
}
