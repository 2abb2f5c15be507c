using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using GpuCluster.Core.Errors;

namespace GpuCluster.Embedding.Tokens.Forms;

/// <summary>
/// The table by which SentencePiece writes characters in one form, most often Unicode's NFKC: a double-array trie (Darts-clone) of UTF-8
/// bytes, then the texts that replace its entries. It is read here, as string.Normalize does nothing in a program without ICU.
/// </summary>
internal sealed class CharacterTable
{
    private readonly uint[] _units;
    private readonly byte[] _texts;

    /// <param name="source">The file that holds it, for messages.</param>
    /// <param name="table">The table; empty where characters stay as they are.</param>
    /// <exception cref="UnusableInputException">It is damaged.</exception>
    public CharacterTable(string source, ReadOnlySpan<byte> table)
    {
        (_units, _texts) = ([], []);
        if (table.IsEmpty)
            return;
        uint size = table.Length < sizeof(uint) ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(table);
        if (size % sizeof(uint) != 0 || size > (uint)table.Length - sizeof(uint))
            throw new UnusableInputException($"{source}: its table of characters is damaged; fetch the file again");
        _units = new uint[size / sizeof(uint)];
        for (int i = 0; i < _units.Length; i++)
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[((i + 1) * sizeof(uint))..]);
        _texts = table[(int)(size + sizeof(uint))..].ToArray();
    }

    /// <summary>Writes a text in that form: at each place the longest entry of the table is replaced.</summary>
    public string Of(string text)
    {
        if (_units.Length == 0)
            return text;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        ArrayBufferWriter<byte> written = new(bytes.Length + 1);
        for (int at = 0; at < bytes.Length; )
        {
            (int length, ReadOnlyMemory<byte> replacement) = Longest(bytes.AsSpan(at));
            if (length == 0)
            {
                length = Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out int consumed) == OperationStatus.Done ? consumed : 1;
                replacement = bytes.AsMemory(at, length);
            }

            written.Write(replacement.Span);
            at += length;
        }

        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    // A unit has its label in bits 0 to 7 and 31, whether a value follows in bit 8, and the distance to its children in the others.
    private (int Length, ReadOnlyMemory<byte> Text) Longest(ReadOnlySpan<byte> bytes)
    {
        (int length, uint text) = (0, 0);
        uint at = Offset(_units[0]);
        for (int i = 0; i < bytes.Length; i++)
        {
            at ^= bytes[i];
            if (at >= _units.Length || (_units[at] & 0x800000FF) != bytes[i])
                break;
            uint unit = _units[at];
            at ^= Offset(unit);
            if ((unit & 0x100) != 0 && at < _units.Length)
                (length, text) = (i + 1, _units[at] & 0x7FFFFFFF);
        }

        if (length == 0 || text >= _texts.Length)
            return (0, default);
        int end = Array.IndexOf(_texts, (byte)0, (int)text);
        return (length, _texts.AsMemory((int)text, (end < 0 ? _texts.Length : end) - (int)text));
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
