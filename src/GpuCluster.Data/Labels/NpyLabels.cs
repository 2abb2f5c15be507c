using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Labels;

/// <summary>
/// Labels from a .npy of shape (N,) or (N, 1), one for each sample: integers of any width, booleans, text ("&lt;U"), or floats that are
/// whole.
/// </summary>
internal static class NpyLabels
{
    public static SampleLabels Read(string path, long count)
    {
        using FileStream stream = InputFile.Open(path);
        NpyHeader header = NpyHeader.Read(stream, path);
        if (IsColumn(header) && header.Shape[0] != count)
        {
            throw new UnusableInputException(
                $"{path}: {header.Shape[0]} labels, and the data has {count} samples; give one label for each sample, in order"
            );
        }

        if (ElementBytes(header.Type) is { } elementBytes && IsColumn(header))
            header.CheckLength(stream.Length, elementBytes, path);
        return Read(stream, header, path);
    }

    /// <summary>Whether an array has one value for each row.</summary>
    public static bool IsColumn(NpyHeader header) => header.Shape.Length == 1 || (header.Shape.Length == 2 && header.Shape[1] == 1);

    /// <summary>Reads the labels behind a header.</summary>
    public static SampleLabels Read(Stream content, NpyHeader header, string path)
    {
        int elementBytes =
            ElementBytes(header.Type)
            ?? throw NpyRefusal.WrongType(
                header,
                path,
                "labels are integers or text",
                header.Type.StartsWith("|S", StringComparison.Ordinal) ? "numpy.char.decode(x, 'utf-8')" : "x.astype('<i8')"
            );
        if (!IsColumn(header))
            throw NpyRefusal.Refuse(path, $"of shape {header.ShapeText}", "labels are one row (N,)", "x.ravel()");
        byte[] bytes = Bytes(content, header, elementBytes, path);
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
            "<f2" => Whole<Half>(bytes, header, path),
            "<f4" => Whole<float>(bytes, header, path),
            "<f8" => Whole<double>(bytes, header, path),
            _ => LabelClasses.FromTexts(Texts(bytes, (int)header.Shape[0], elementBytes, path)),
        };
    }

    /// <summary>The bytes of a whole array of one dimension.</summary>
    public static byte[] Bytes(Stream content, NpyHeader header, int elementBytes, string path)
    {
        byte[] bytes = HostMemory.Allocate<byte>(header.Shape[0] * elementBytes, path);
        return InputFile.ReadUpTo(content, bytes, path) == bytes.Length
            ? bytes
            : throw new UnusableInputException($"{path}: holds fewer values than its header claims; save it again");
    }

    /// <summary>Bytes of one label of a type, or null if the type cannot hold labels.</summary>
    public static int? ElementBytes(string type) =>
        type switch
        {
            "|i1" or "|u1" or "|b1" => 1,
            "<i2" or "<u2" or "<f2" => 2,
            "<i4" or "<u4" or "<f4" => 4,
            "<i8" or "<u8" or "<f8" => 8,
            ['<', 'U', .. var length] when int.TryParse(length, out int characters) && characters is > 0 and <= 1 << 20 => 4 * characters,
            _ => null,
        };

    /// <summary>Whether an array holds floats.</summary>
    public static bool IsFractional(NpyHeader header) => header.Type is "<f2" or "<f4" or "<f8";

    /// <summary>Floats as double.</summary>
    public static double[] Doubles<T>(byte[] bytes)
        where T : unmanaged, IFloatingPoint<T>
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(bytes);
        double[] numbers = new double[values.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = double.CreateTruncating(values[i]);
        return numbers;
    }

    /// <summary>Text is UTF-32, padded with zeros to one width.</summary>
    public static string[] Texts(byte[] bytes, int count, int elementBytes, string path)
    {
        string[] texts = new string[count];
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Clear();
            foreach (int code in MemoryMarshal.Cast<byte, int>(bytes.AsSpan(i * elementBytes, elementBytes)).TrimEnd(0))
            {
                if (!Rune.IsValid(code))
                    throw new UnusableInputException($"{path}: row {i} is not text (0x{code:X} is no character); save it again");
                text.Append(new Rune(code).ToString());
            }

            texts[i] = text.ToString();
        }

        return texts;
    }

    private static SampleLabels Whole<T>(byte[] bytes, NpyHeader header, string path)
        where T : unmanaged, IFloatingPoint<T>
    {
        double[] numbers = Doubles<T>(bytes);
        if (LabelClasses.FromNumbers(numbers) is { } labels)
            return labels;
        int row = Array.FindIndex(numbers, value => value != Math.Floor(value));
        string wanted = $"labels are whole numbers or text, and row {row} is a fraction: give it as a column of numbers, or round it";
        throw NpyRefusal.WrongType(header, path, wanted, "x.round().astype('<i8')");
    }

    private static SampleLabels Numbers<T>(byte[] bytes)
        where T : unmanaged, IBinaryInteger<T> => LabelClasses.FromNumbers<T>(MemoryMarshal.Cast<byte, T>(bytes));
}
