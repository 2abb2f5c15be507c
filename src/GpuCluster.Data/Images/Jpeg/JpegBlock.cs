using System.Runtime.CompilerServices;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>The coefficients of a block of 8 x 8 pixels.</summary>
internal static class JpegBlock
{
    /// <summary>Coefficients.</summary>
    public const int Size = 64;

    /// <summary>Zeros without a value behind them that do not end the block.</summary>
    private const int LongRun = 15;

    private static ReadOnlySpan<byte> Places =>
        [
            0,
            1,
            8,
            16,
            9,
            2,
            3,
            10,
            17,
            24,
            32,
            25,
            18,
            11,
            4,
            5,
            12,
            19,
            26,
            33,
            40,
            48,
            41,
            34,
            27,
            20,
            13,
            6,
            7,
            14,
            21,
            28,
            35,
            42,
            49,
            56,
            57,
            50,
            43,
            36,
            29,
            22,
            15,
            23,
            30,
            37,
            44,
            51,
            58,
            59,
            52,
            45,
            38,
            31,
            39,
            46,
            53,
            60,
            61,
            54,
            47,
            55,
            62,
            63,
        ];

    /// <summary>Where the coefficient of a number in the file stands in the order of rows (T.81, figure A.6).</summary>
    public static int PlaceOf(int number) => Places[number];

    /// <summary>Reads the coefficients of a block.</summary>
    /// <param name="bits">The scan.</param>
    /// <param name="component">Whose tables are used.</param>
    /// <param name="predicted">The first coefficient of the last block, then of this one.</param>
    /// <param name="block">64 zeros; receives the coefficients in the order of rows.</param>
    /// <returns>The number of the last coefficient that was set; -1 for a damaged block.</returns>
    public static int Read(ref JpegBits bits, JpegComponent component, scoped ref int predicted, scoped Span<short> block)
    {
        bits.Fill();
        if (Next(ref bits, component.First!, out int zeros, out int value) < 0 || zeros != 0)
            return -1;
        predicted += value;
        block[0] = (short)predicted;
        return block[0] == predicted ? Others(ref bits, component.Others!, block) : -1;
    }

    private static int Others(ref JpegBits bits, HuffmanTable table, scoped Span<short> block)
    {
        int last = 0;
        for (int at = 1; at < Size; at++)
        {
            bits.Fill();
            int found = Next(ref bits, table, out int zeros, out int value);
            at += zeros;
            if (found == 0)
            {
                if (zeros != LongRun)
                    break;
                continue;
            }

            if (found < 0 || at >= Size)
                return -1;
            block[PlaceOf(at)] = (short)value;
            last = at;
        }

        return last;
    }

    // 1: a value behind zeros; 0: no value; -1: no such code.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref JpegBits bits, HuffmanTable table, out int zeros, out int value)
    {
        int entry = table.Entry(bits.Peek(HuffmanTable.LookupBits));
        if ((entry & HuffmanTable.HasValue) == 0)
            return NextInParts(ref bits, table, entry, out zeros, out value);
        bits.Skip(entry & HuffmanTable.LengthMask);
        (zeros, value) = ((entry >> 8) & 15, entry >> 16);
        return 1;
    }

    private static int NextInParts(ref JpegBits bits, HuffmanTable table, int entry, out int zeros, out int value)
    {
        int length = entry & HuffmanTable.LengthMask,
            symbol = entry != 0 ? entry >> 16 : table.LongCode(bits.Peek(16), out length);
        (zeros, value) = (symbol >> 4, 0);
        if (symbol < 0)
            return -1;
        bits.Skip(length);
        int size = symbol & 15;
        if (size == 0)
            return 0;
        value = JpegBits.Extend(bits.Peek(size), size);
        bits.Skip(size);
        return 1;
    }
}
