using System.Buffers.Binary;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Parquet;

/// <summary>
/// Walks through a .parquet's footer by Thrift's compact protocol, before the library reads it from memory, where no stream can stop it: in
/// a damaged footer, it counts through lists of thousands of millions of elements that are not there. Each length has to fit what is left.
/// What the fields mean is not looked at.
/// </summary>
internal ref struct FooterCheck
{
    /// <summary>The length of the footer and the magic word, behind the footer.</summary>
    public const int TailBytes = 8;

    private const int MaxDepth = 32;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private FooterCheck(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Checks the footer of a file.</summary>
    /// <exception cref="InvalidDataException">A length in it is wrong.</exception>
    public static void Run(FileStream file, string path)
    {
        Span<byte> tail = stackalloc byte[TailBytes];
        file.Position = Math.Max(0, file.Length - TailBytes);
        InputFile.ReadUpTo(file, tail, path);
        int length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length < 1 || length > file.Length - TailBytes)
            throw Damaged();
        byte[] footer = HostMemory.Allocate<byte>(length, path);
        file.Position = file.Length - TailBytes - length;
        InputFile.ReadUpTo(file, footer, path);
        file.Position = 0;
        new FooterCheck(footer).Struct(0);
    }

    private static InvalidDataException Damaged() => new("a length in its footer is wrong");

    private void Struct(int depth)
    {
        if (depth > MaxDepth)
            throw Damaged();
        while (Byte() is var header && (header & 15) != 0)
        {
            // The number of the field: as a difference in the upper half, or after the header.
            if (header >> 4 == 0)
                Number();
            bool isTruth = (header & 15) is 1 or 2;
            if (!isTruth)
                Value(header & 15, depth);
        }
    }

    private void Value(int type, int depth)
    {
        switch (type)
        {
            case 1 or 2 or 3:
                Byte();
                break;
            case 4 or 5 or 6:
                Number();
                break;
            case 7:
                Skip(8);
                break;
            case 8:
                Skip(Number());
                break;
            case 9 or 10:
                int header = Byte();
                ulong count = header >> 4 == 15 ? Number() : (ulong)(header >> 4);
                Values(count, depth, header & 15);
                break;
            case 11:
                if (Number() is var pairs and > 0 && Byte() is var types)
                    Values(pairs, depth, types >> 4, types & 15);
                break;
            case 12:
                Struct(depth + 1);
                break;
            default:
                throw Damaged();
        }
    }

    private void Values(ulong count, int depth, params ReadOnlySpan<int> types)
    {
        // Every value takes a byte or more.
        if (depth > MaxDepth || count > (ulong)(_bytes.Length - _at))
            throw Damaged();
        for (ulong i = 0; i < count; i++)
        {
            foreach (int type in types)
                Value(type, depth + 1);
        }
    }

    // Seven bits a byte, the lowest first, at most ten bytes.
    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            int next = Byte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw Damaged();
    }

    private int Byte() => _at < _bytes.Length ? _bytes[_at++] : throw Damaged();

    private void Skip(ulong count) => _at += count <= (ulong)(_bytes.Length - _at) ? (int)count : throw Damaged();
}
