using System.Runtime.InteropServices;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
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
                $"{path}: {Counted.Of(header.Shape[0], "label")}, and the data has {Counted.Of(count, "sample")}; "
                    + "give one label for each sample, in order"
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
        if (ElementBytes(header.Type) is null)
        {
            throw NpyRefusal.WrongType(
                header,
                path,
                "labels are integers or text",
                header.Type.StartsWith("|S", StringComparison.Ordinal) ? "numpy.char.decode(x, 'utf-8')" : "x.astype('<i8')"
            );
        }

        if (!IsColumn(header))
            throw NpyRefusal.Refuse(path, $"of shape {header.ShapeText}", "labels are one row (N,)", "x.ravel()");
        SampleColumn column = Column("label", content, header, path);
        return column is NumericColumn numbers
            ? LabelClasses.FromNumbers(numbers.Values) ?? throw Fraction(numbers.Values, header, path)
            : LabelClasses.FromTexts([.. Enumerable.Range(0, column.Count).Select(column.TextOf)]);
    }

    /// <summary>
    /// Reads the values behind a header as a column. A number that is not finite counts as missing; whole numbers that double cannot hold
    /// exactly are text.
    /// </summary>
    public static SampleColumn Column(string name, Stream content, NpyHeader header, string path)
    {
        int elementBytes = ElementBytes(header.Type)!.Value;
        byte[] bytes = HostMemory.Allocate<byte>(header.Shape[0] * elementBytes, path);
        if (InputFile.ReadUpTo(content, bytes, path) < bytes.Length)
            throw new UnusableInputException($"{path}: holds fewer values than its header claims; save it again");
        return ElementType.OfNumpy(header.Type) is { } type
            ? type.ToColumn(name, bytes)
            : new TextColumn(name, Texts(bytes, (int)header.Shape[0], elementBytes, path));
    }

    /// <summary>Bytes of one label of a type, or null if the type cannot hold labels.</summary>
    public static int? ElementBytes(string type) =>
        ElementType.OfNumpy(type)?.Bytes
        ?? (
            type is ['<', 'U', .. var length] && int.TryParse(length, out int characters) && characters is > 0 and <= 1 << 20
                ? 4 * characters
                : null
        );

    /// <summary>Text is UTF-32, padded with zeros to one width.</summary>
    private static string[] Texts(byte[] bytes, int count, int elementBytes, string path)
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

    private static UnusableInputException Fraction(double[] numbers, NpyHeader header, string path)
    {
        int row = Array.FindIndex(numbers, value => value != Math.Floor(value));
        string wanted = $"labels are whole numbers or text, and row {row} is a fraction: give it as a column of numbers, or round it";
        return NpyRefusal.WrongType(header, path, wanted, "x.round().astype('<i8')");
    }
}
