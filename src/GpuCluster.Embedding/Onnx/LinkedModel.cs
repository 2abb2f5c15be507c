using System.Globalization;
using System.Text;

namespace GpuCluster.Embedding.Onnx;

/// <summary>
/// An ONNX file without its large tensors, which it names by their places in that file (external data), so that ONNX Runtime maps them:
/// parsing the whole file copies hundreds of megabytes three times. Fields by number: ModelProto.graph 7; GraphProto.initializer 5;
/// TensorProto.raw_data 9, external_data 13, data_location 14; StringStringEntryProto.key 1, value 2 (onnx.proto3).
/// </summary>
/// <param name="Bytes">The file as ONNX Runtime reads it from memory.</param>
/// <param name="Folder">Where the file with the tensors lies, links followed.</param>
internal sealed record LinkedModel(byte[] Bytes, string Folder)
{
    private const int Graph = 7;
    private const int Initializer = 5;
    private const int RawData = 9;
    private const int ExternalData = 13;
    private const int DataLocation = 14;
    private const int Key = 1;
    private const int Value = 2;
    private const ulong IsExternal = 1;
    private const int WithLength = 2;

    /// <summary>Smaller tensors stay where they are: ONNX Runtime computes with their values while it loads a model.</summary>
    private const int MinBytes = 1 << 16;

    /// <summary>A file that has more than this beside its tensors is loaded as it is.</summary>
    private const int MaxRest = 1 << 26;

    /// <summary>Reads a file; its large tensors are skipped.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <returns>Null where it has no large tensors within, has weights in other files, or is damaged: then it is loaded as it is.</returns>
    public static LinkedModel? TryRead(string path)
    {
        try
        {
            string real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            using FileStream stream = File.OpenRead(real);
            using MemoryStream bytes = new();
            int linked = 0;
            return TryCopy(stream, stream.Length, bytes, Level.Model, Path.GetFileName(real), ref linked) && linked > 0
                ? new LinkedModel(bytes.ToArray(), Path.GetDirectoryName(real)!)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OnnxExtent.ExtentException)
        {
            return null;
        }
    }

    // Copies the fields of a message, of tensors all but their large values. False where that cannot be done.
    private static bool TryCopy(FileStream stream, long end, MemoryStream target, Level level, string file, ref int linked)
    {
        (long Start, long End)? values = null;
        long start = stream.Position;
        foreach ((int field, long fieldEnd) in OnnxExtent.Fields(stream, end))
        {
            long content = stream.Position;
            if ((level, field) is (Level.Model, Graph) or (Level.Graph, Initializer))
            {
                using MemoryStream inner = new();
                if (!TryCopy(stream, fieldEnd, inner, level + 1, file, ref linked))
                    return false;
                WriteField(target, field, inner.GetBuffer().AsSpan(0, (int)inner.Length));
            }
            else if (level == Level.Tensor && field is ExternalData)
            {
                return false;
            }
            else if (level == Level.Tensor && field == RawData && fieldEnd - content >= MinBytes)
            {
                values = (content, fieldEnd);
            }
            else
            {
                if (target.Length + fieldEnd - start > MaxRest)
                    return false;
                byte[] copied = new byte[fieldEnd - start];
                stream.Position = start;
                stream.ReadExactly(copied);
                target.Write(copied);
            }

            start = fieldEnd;
        }

        if (values is { } place)
        {
            WriteEntry(target, "location", file);
            WriteEntry(target, "offset", place.Start.ToString(CultureInfo.InvariantCulture));
            WriteEntry(target, "length", (place.End - place.Start).ToString(CultureInfo.InvariantCulture));
            WriteVarint(target, DataLocation << 3);
            WriteVarint(target, IsExternal);
            linked++;
        }

        return true;
    }

    private static void WriteEntry(MemoryStream target, string key, string value)
    {
        using MemoryStream entry = new();
        WriteField(entry, Key, Encoding.UTF8.GetBytes(key));
        WriteField(entry, Value, Encoding.UTF8.GetBytes(value));
        WriteField(target, ExternalData, entry.GetBuffer().AsSpan(0, (int)entry.Length));
    }

    private static void WriteField(MemoryStream target, int field, ReadOnlySpan<byte> content)
    {
        WriteVarint(target, ((ulong)field << 3) | WithLength);
        WriteVarint(target, (ulong)content.Length);
        target.Write(content);
    }

    private static void WriteVarint(MemoryStream target, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            target.WriteByte((byte)(value | 0x80));
        target.WriteByte((byte)value);
    }

    /// <summary>What a message is.</summary>
    private enum Level
    {
        Model,
        Graph,
        Tensor,
    }
}
