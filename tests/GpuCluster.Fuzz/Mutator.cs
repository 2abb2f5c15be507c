using System.Buffers.Binary;
using System.Text;
using GpuCluster.Testing;

namespace GpuCluster.Fuzz;

/// <summary>
/// Changes a file at random, by what files are made of: bits, lengths in every width and byte order, numbers in text at their limits, the
/// words of the format, parts of other files, an early end. Of an archive a member is changed and packed again, so that the change gets
/// past its checksum.
/// </summary>
internal sealed class Mutator
{
    private const int MaxBytes = 1 << 18;

    private static readonly long[] Edges =
    [
        0,
        1,
        -1,
        2,
        3,
        7,
        16,
        127,
        128,
        255,
        256,
        short.MaxValue,
        ushort.MaxValue,
        65536,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        1L << 32,
        1L << 40,
        long.MaxValue,
        long.MinValue,
    ];
    private static readonly string[] Numbers =
    [
        "0",
        "-1",
        "1",
        "2",
        "-0.0",
        "255",
        "256",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "99999999999999999999",
        "1e999",
        "-1e308",
        "1e-400",
        "NaN",
        "Infinity",
        "0x10",
        "1.5",
        "1,5",
        "\"\"",
        "null",
    ];
    private static readonly string[] Words =
    [
        "\0",
        "\n",
        "\r",
        "\t",
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        "[[[[[[[[",
        ",",
        ":",
        "null",
        "true",
        "\u00e9",
        "\ud83d\ude00",
        "\\ud800",
        "\ufeff",
        "../",
        "%s",
        "=1+1",
        "\u001b[31m",
    ];

    private readonly IReadOnlyList<FuzzInput> _corpus;
    private readonly IReadOnlyList<string> _words;

    public Mutator(IReadOnlyList<FuzzInput> corpus, IReadOnlyList<string> tokens) => (_corpus, _words) = (corpus, [.. Words, .. tokens]);

    /// <summary>A changed copy of a file.</summary>
    public byte[] Change(byte[] bytes, SeededRandom random)
    {
        if (!random.OnceIn(4) && Packing.TryOpen(bytes) is { Members.Count: > 0 } packing)
        {
            int member = random.Below(packing.Members.Count);
            return packing.With(member, ChangePlain(packing.Members[member], random));
        }

        return ChangePlain(bytes, random);
    }

    private byte[] ChangePlain(byte[] bytes, SeededRandom random)
    {
        byte[] changed = [.. bytes];
        int changes = 1 + random.Below(random.OnceIn(4) ? 12 : 3);
        for (int i = 0; i < changes; i++)
            changed = ChangeOnce(changed, random);
        return changed.Length <= MaxBytes ? changed : changed[..MaxBytes];
    }

    private byte[] ChangeOnce(byte[] bytes, SeededRandom random)
    {
        if (bytes.Length == 0)
            return Encoding.UTF8.GetBytes(random.Pick(_words));
        switch (random.Below(14))
        {
            case 0:
                bytes[PlaceIn(bytes, random)] ^= (byte)(1 << random.Below(8));
                return bytes;
            case 1:
                bytes[PlaceIn(bytes, random)] = (byte)random.Next();
                return bytes;
            case 2:
            case 3:
            case 4:
                return WithLength(bytes, random);
            case 5:
                return WithReal(bytes, random);
            case 6:
                return bytes[..random.Below(bytes.Length)];
            case 7:
                return WithPartTwice(bytes, random);
            case 8:
                return WithoutPart(bytes, random);
            case 9:
                return Spliced(bytes, random);
            case 10:
            case 11:
                return WithNumber(bytes, random);
            case 12:
                return WithWord(bytes, Encoding.UTF8.GetBytes(random.Pick(_words)), random);
            default:
                return WithoutLine(bytes, random);
        }
    }

    // A file's promises stand at its beginning, and of some formats at its end.
    private static int PlaceIn(byte[] bytes, SeededRandom random)
    {
        int near = Math.Min(bytes.Length, 64);
        return random.Below(4) switch
        {
            0 => random.Below(near),
            1 => bytes.Length - 1 - random.Below(near),
            _ => random.Below(bytes.Length),
        };
    }

    private static byte[] WithLength(byte[] bytes, SeededRandom random)
    {
        int width = 1 << random.Below(4),
            place = PlaceIn(bytes, random);
        if (random.OnceIn(2))
            place -= place % width;
        if (place + width > bytes.Length)
            return bytes;
        long value = random.Below(4) switch
        {
            0 => bytes.Length + random.Below(3) - 1,
            1 => bytes[place] + random.Below(5) - 2,
            _ => random.Pick(Edges),
        };
        Span<byte> eight = stackalloc byte[8];
        if (random.OnceIn(2))
        {
            BinaryPrimitives.WriteInt64LittleEndian(eight, value);
            eight[..width].CopyTo(bytes.AsSpan(place));
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(eight, value);
            eight[^width..].CopyTo(bytes.AsSpan(place));
        }

        return bytes;
    }

    private static byte[] WithReal(byte[] bytes, SeededRandom random)
    {
        double value = random.Pick<double>([
            double.NaN,
            double.PositiveInfinity,
            double.MaxValue,
            float.MaxValue,
            1e-45,
            double.Epsilon,
            -0.0,
        ]);
        int place = PlaceIn(bytes, random);
        if (random.OnceIn(2) && place + sizeof(double) <= bytes.Length)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(place), value);
        else if (place + sizeof(float) <= bytes.Length)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(place), (float)value);
        return bytes;
    }

    private static byte[] WithPartTwice(byte[] bytes, SeededRandom random)
    {
        int start = random.Below(bytes.Length),
            length = 1 + random.Below(Math.Min(bytes.Length - start, 1024)),
            times = random.OnceIn(8) ? 64 : 1,
            place = random.Below(bytes.Length + 1);
        byte[] part = bytes[start..(start + length)];
        return [.. bytes[..place], .. Enumerable.Repeat(part, times).SelectMany(each => each), .. bytes[place..]];
    }

    private static byte[] WithoutPart(byte[] bytes, SeededRandom random)
    {
        int start = random.Below(bytes.Length),
            length = 1 + random.Below(Math.Min(bytes.Length - start, 256));
        return [.. bytes[..start], .. bytes[(start + length)..]];
    }

    private byte[] Spliced(byte[] bytes, SeededRandom random)
    {
        byte[] other = random.Pick(_corpus).Bytes;
        if (other.Length == 0)
            return bytes;
        int start = random.Below(other.Length),
            end = start + 1 + random.Below(other.Length - start),
            place = random.OnceIn(2) ? Math.Min(start, bytes.Length) : random.Below(bytes.Length);
        return random.OnceIn(2)
            ? [.. bytes[..place], .. other[start..]]
            : [.. bytes[..place], .. other[start..end], .. bytes[Math.Min(place + end - start, bytes.Length)..]];
    }

    private static byte[] WithNumber(byte[] bytes, SeededRandom random)
    {
        int start = random.Below(bytes.Length);
        while (start < bytes.Length && !char.IsAsciiDigit((char)bytes[start]))
            start++;
        if (start == bytes.Length)
            return WithLength(bytes, random);
        int end = start;
        while (end < bytes.Length && (char.IsAsciiDigit((char)bytes[end]) || bytes[end] == '.'))
            end++;
        return [.. bytes[..start], .. Encoding.UTF8.GetBytes(random.Pick(Numbers)), .. bytes[end..]];
    }

    private static byte[] WithWord(byte[] bytes, byte[] word, SeededRandom random)
    {
        int place = PlaceIn(bytes, random),
            over = random.OnceIn(2) ? word.Length : 0;
        return [.. bytes[..place], .. word, .. bytes[Math.Min(place + over, bytes.Length)..]];
    }

    private static byte[] WithoutLine(byte[] bytes, SeededRandom random)
    {
        int start = bytes.AsSpan(0, random.Below(bytes.Length)).LastIndexOf((byte)'\n') + 1,
            length = bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
        if (length == 0)
            return WithoutPart(bytes, random);
        byte[] line = bytes[start..(start + length)];
        return random.OnceIn(2)
            ? [.. bytes[..start], .. bytes[(start + length)..]]
            : [.. bytes[..start], .. line, .. line, .. bytes[(start + length)..]];
    }
}
