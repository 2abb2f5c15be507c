using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;

namespace GpuCluster.Data.Vectors;

/// <summary>
/// A .ply as a layout: x, y and z of its vertices, binary little-endian or text. All z at 0 make two dimensions, as this program writes
/// them. Colours and faces are left out.
/// </summary>
internal static class PlyFile
{
    private const int LongestHeader = 1 << 16;
    private const int BlockVertices = 4096;

    /// <summary>Whether a file begins as one.</summary>
    public static bool IsStart(ReadOnlySpan<byte> start) => start.StartsWith("ply\n"u8) || start.StartsWith("ply\r\n"u8);

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        Header header = Header.Read(stream, path);
        int rows = (int)Math.Min(header.Vertices, options.Limit ?? int.MaxValue);
        float[] positions = HostMemory.Allocate<float>(3L * rows, path);
        if (header.IsText)
            ReadText(stream, header, positions, path, cancellation);
        else
            ReadBinary(stream, header, positions, path, cancellation);
        int bad = Array.FindIndex(positions, value => !float.IsFinite(value));
        if (bad >= 0)
            throw Bad(path, $"vertex {bad / 3} is not at finite coordinates");
        int dims = Enumerable.Range(0, rows).All(row => positions[(3 * row) + 2] == 0) ? 2 : 3;
        float[] values = dims == 3 ? positions : [.. positions.Where((_, place) => place % 3 < 2)];
        SampleLabels? labels = LabelsFile.Of(path, options, header.Vertices, rows);
        string name = InputFile.NameOf(path);
        return options.As == MatrixUse.Embedding
            ? new EmbeddingDataset(name, new EmbeddingMatrix(rows, dims, values), labels)
            : new LayoutDataset(name, new Layout(rows, dims, values), labels);
    }

    private static void ReadBinary(FileStream stream, Header header, float[] positions, string path, CancellationToken cancellation)
    {
        if ((Int128)header.Vertices * header.Stride > stream.Length - header.Start)
            throw Bad(path, $"it is too short for {header.Vertices} vertices");
        stream.Position = header.Start;
        byte[] block = new byte[BlockVertices * header.Stride];
        int rows = positions.Length / 3;
        for (int first = 0; first < rows; first += BlockVertices)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BlockVertices, rows - first);
            InputFile.ReadUpTo(stream, block.AsSpan(0, count * header.Stride), path);
            for (int i = 0; i < count; i++)
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    (int place, bool isDouble) = header.Axes[axis];
                    ReadOnlySpan<byte> number = block.AsSpan((i * header.Stride) + place);
                    positions[(3 * (first + i)) + axis] = isDouble
                        ? (float)BinaryPrimitives.ReadDoubleLittleEndian(number)
                        : BinaryPrimitives.ReadSingleLittleEndian(number);
                }
            }
        }
    }

    private static void ReadText(FileStream stream, Header header, float[] positions, string path, CancellationToken cancellation)
    {
        stream.Position = header.Start;
        using StreamReader reader = new(stream, Encoding.ASCII, false, 1 << 16, leaveOpen: true);
        for (int row = 0; row < positions.Length / 3; row++)
        {
            if (row % BlockVertices == 0)
                cancellation.ThrowIfCancellationRequested();
            string[] fields = InputFile.ReadLine(reader, path, row)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            for (int axis = 0; axis < 3; axis++)
            {
                int place = header.Places[axis];
                if (
                    place >= fields.Length
                    || !float.TryParse(fields[place], NumberStyles.Float, CultureInfo.InvariantCulture, out positions[(3 * row) + axis])
                )
                {
                    throw Bad(path, $"vertex {row} has no {"xyz"[axis]}");
                }
            }
        }
    }

    private static UnusableInputException Bad(string path, string fault) =>
        new($"{path}: not a usable .ply: {fault}; give vertices with x, y and z as float, binary little-endian or text");

    /// <summary>What the header says of the vertices, which come first.</summary>
    private sealed record Header(long Vertices, bool IsText, int Stride, (int Place, bool IsDouble)[] Axes, int[] Places, long Start)
    {
        public static Header Read(FileStream stream, string path)
        {
            byte[] bytes = new byte[Math.Min(LongestHeader, stream.Length)];
            int length = InputFile.ReadUpTo(stream, bytes, path),
                end = bytes.AsSpan(0, length).IndexOf("end_header"u8);
            int newline = end < 0 ? -1 : bytes.AsSpan(end, length - end).IndexOf((byte)'\n');
            if (newline < 0)
                throw Bad(path, "its header has no end");
            string[] lines = [.. Encoding.ASCII.GetString(bytes, 0, end).Split('\n').Select(line => line.Trim('\r', ' '))];
            string format = Array.Find(lines, line => line.StartsWith("format ", StringComparison.Ordinal)) ?? "";
            bool isText = format.StartsWith("format ascii", StringComparison.Ordinal);
            if (!isText && !format.StartsWith("format binary_little_endian", StringComparison.Ordinal))
                throw Bad(path, $"its format is '{format[Math.Min(7, format.Length)..]}'");
            string[] elements = [.. lines.Where(line => line.StartsWith("element ", StringComparison.Ordinal))];
            if (elements.Length == 0 || elements[0].Split(' ') is not [_, "vertex", var count] || !long.TryParse(count, out long vertices))
                throw Bad(path, "its first element is not 'vertex'");
            if (vertices is < 1 or > int.MaxValue)
                throw Bad(path, $"{vertices} vertices");
            return WithProperties(path, lines, vertices, isText, end + newline + 1);
        }

        private static Header WithProperties(string path, string[] lines, long vertices, bool isText, long start)
        {
            int stride = 0,
                number = 0;
            (int, bool)[] axes = new (int, bool)[3];
            int[] places = [-1, -1, -1];
            foreach (string line in lines.SkipWhile(line => !line.StartsWith("element vertex", StringComparison.Ordinal)).Skip(1))
            {
                if (line.StartsWith("element ", StringComparison.Ordinal))
                    break;
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["property", var type, var name])
                    continue;
                int bytes = type switch
                {
                    "char" or "uchar" or "int8" or "uint8" => 1,
                    "short" or "ushort" or "int16" or "uint16" => 2,
                    "int" or "uint" or "float" or "int32" or "uint32" or "float32" => 4,
                    "double" or "float64" => 8,
                    _ => throw Bad(path, $"a property of type '{type}' among those of a vertex"),
                };
                if (name is "x" or "y" or "z" && type is "float" or "double" or "float32" or "float64")
                {
                    axes["xyz".IndexOf(name[0], StringComparison.Ordinal)] = (stride, bytes == 8);
                    places["xyz".IndexOf(name[0], StringComparison.Ordinal)] = number;
                }

                stride += bytes;
                number++;
            }

            return places.Contains(-1)
                ? throw Bad(path, "vertices without x, y or z")
                : new Header(vertices, isText, stride, axes, places, start);
        }
    }
}
