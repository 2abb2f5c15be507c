using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Npy;

/// <summary>Labels from a .npy of rank 1: integers of any width, booleans, or text ("&lt;U"), one for each sample.</summary>
internal static class NpyLabels
{
    public static SampleLabels Read(string path, long count)
    {
        using var stream = InputFile.Open(path);
        var header = NpyHeader.Read(stream, path);
        int elementBytes = ElementBytes(header.Type)
            ?? throw NpyRefusal.WrongType(header, path, "labels are integers or text", header.Type.StartsWith("|S", StringComparison.Ordinal) ? "numpy.char.decode(x, 'utf-8')" : "x.astype('<i8')");
        if (header.Shape.Length != 1) throw NpyRefusal.Refuse(path, $"of shape {header.ShapeText}", "labels are one row (N,)", "x.ravel()");
        header.CheckLength(stream.Length, elementBytes, path);
        if (header.Shape[0] != count)
            throw new UnusableInputException($"{path}: {header.Shape[0]} labels, and the data has {count} samples; give one label for each sample, in order");
        byte[] bytes = HostMemory.Allocate<byte>(count * elementBytes, path);
        if (InputFile.ReadUpTo(stream, bytes, path) < bytes.Length) throw new UnusableInputException($"{path}: became shorter while it was read; save it again");
        return header.Type switch
        {
            "|i1" => Numbers<sbyte>(bytes),
            "|u1" or "|b1" => Numbers<byte>(bytes),
            "<i2" => Numbers<short>(bytes),
            "<u2" => Numbers<ushort>(bytes),
            "<i4" => Numbers<int>(bytes),
            "<u4" => Numbers<uint>(bytes),
            "<i8" => Numbers<long>(bytes),
            "<u8" => Numbers<ulong>(bytes),
            _ => LabelClasses.FromTexts(Texts(bytes, (int)count, elementBytes, path)),
        };
    }

    private static int? ElementBytes(string type) => type switch
    {
        "|i1" or "|u1" or "|b1" => 1,
        "<i2" or "<u2" => 2,
        "<i4" or "<u4" => 4,
        "<i8" or "<u8" => 8,
        ['<', 'U', .. var length] when int.TryParse(length, out int characters) && characters is > 0 and <= 1 << 20 => 4 * characters,
        _ => null,
    };

    private static SampleLabels Numbers<T>(byte[] bytes)
        where T : unmanaged, IBinaryInteger<T> => LabelClasses.FromNumbers<T>(MemoryMarshal.Cast<byte, T>(bytes));

    /// <summary>Text is UTF-32, padded with zeros to one width.</summary>
    private static string[] Texts(byte[] bytes, int count, int elementBytes, string path)
    {
        var texts = new string[count];
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Clear();
            foreach (int code in MemoryMarshal.Cast<byte, int>(bytes.AsSpan(i * elementBytes, elementBytes)).TrimEnd(0))
            {
                if (!Rune.IsValid(code)) throw new UnusableInputException($"{path}: row {i} is not text (0x{code:X} is no character); save it again");
                text.Append(new Rune(code).ToString());
            }

            texts[i] = text.ToString();
        }

        return texts;
    }
}
