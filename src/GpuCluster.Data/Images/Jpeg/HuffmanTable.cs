namespace GpuCluster.Data.Images.Jpeg;

/// <summary>
/// A Huffman table of a JPEG (ITU-T T.81, C and F.2.2.3). Short codes are looked up together with the value that follows them.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Bits that are looked up at once.</summary>
    public const int LookupBits = 10;

    /// <summary>Set in an entry that holds the value and not only the symbol.</summary>
    public const int HasValue = 1 << 5;

    /// <summary>The bits of an entry that say how many bits it takes.</summary>
    public const int LengthMask = 31;

    private const int MaxLength = 16;

    private readonly int[] _entries = new int[1 << LookupBits];
    private readonly int[] _maxCode = new int[MaxLength + 1];
    private readonly int[] _offset = new int[MaxLength + 1];
    private readonly byte[] _symbols;

    private HuffmanTable(byte[] symbols) => _symbols = symbols;

    /// <summary>Makes a table.</summary>
    /// <param name="counts">Codes of each length, 1 to 16 bits.</param>
    /// <param name="symbols">The symbols in the order of their codes.</param>
    /// <returns>Null if no such code exists.</returns>
    public static HuffmanTable? Of(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        HuffmanTable table = new(symbols.ToArray());
        int code = 0,
            at = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            table._offset[length] = at - code;
            for (int i = 0; i < counts[length - 1]; i++)
                table.Enter(code++, length, symbols[at++]);
            table._maxCode[length] = code - 1;
            if (code > 1 << length)
                return null;
            code <<= 1;
        }

        return table;
    }

    /// <summary>
    /// What the next bits begin with: the number of bits in the lowest five, then with <see cref="HasValue"/> the zeros before the value
    /// from bit 8 on and the value from bit 16 on, else the symbol from bit 16 on. Zero for a longer code.
    /// </summary>
    /// <param name="next">The next <see cref="LookupBits"/> bits.</param>
    public int Entry(int next) => _entries[next];

    /// <summary>Finds a code that is too long to be looked up.</summary>
    /// <param name="next">The next 16 bits.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The symbol; -1 if there is no such code.</returns>
    public int LongCode(int next, out int length)
    {
        for (length = LookupBits + 1; length <= MaxLength; length++)
        {
            int code = next >> (MaxLength - length);
            if (code <= _maxCode[length])
                return code + _offset[length] is >= 0 and int at && at < _symbols.Length ? _symbols[at] : -1;
        }

        return -1;
    }

    private void Enter(int code, int length, int symbol)
    {
        int free = LookupBits - length,
            size = symbol & 15;
        if (free < 0 || code >= 1 << length)
            return;
        for (int rest = 0; rest < 1 << free; rest++)
        {
            int entry = (symbol << 16) | length;
            if (size > 0 && size <= free)
            {
                int value = JpegBits.Extend(rest >> (free - size), size);
                entry = (value << 16) | ((symbol >> 4) << 8) | HasValue | (length + size);
            }

            _entries[(code << free) | rest] = entry;
        }
    }
}
