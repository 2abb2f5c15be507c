using System.Text;

namespace GpuCluster.Embedding.Onnx;

/// <summary>
/// Whether an ONNX file has all the bytes that its fields announce, and the files of weights that it names. Nothing is loaded: fields are
/// skipped by their lengths. Fields by number: ModelProto.graph 7, opset_import 8; GraphProto.initializer 5; TensorProto.external_data 13;
/// StringStringEntryProto.key 1, value 2 (onnx.proto3).
/// </summary>
internal static class OnnxExtent
{
    private const int Graph = 7;
    private const int Operators = 8;
    private const int Initializer = 5;
    private const int ExternalData = 13;
    private const int Key = 1;
    private const int Value = 2;
    private const int MaxName = 4096;

    /// <summary>What is wrong, or null.</summary>
    /// <param name="stream">The file, at its begin.</param>
    /// <param name="folder">Where its files of weights lie.</param>
    public static string? FaultOf(Stream stream, string folder)
    {
        try
        {
            bool hasGraph = false,
                hasOperators = false;
            SortedDictionary<string, long> weights = new(StringComparer.Ordinal);
            foreach ((int field, long end) in Fields(stream, stream.Length))
            {
                hasGraph |= field == Graph;
                hasOperators |= field == Operators;
                if (field == Graph)
                    ReadGraph(stream, end, weights);
            }

            // Its last field: a file that ends before it was cut between two fields.
            return !hasGraph ? "no ONNX model: it has no graph"
                : !hasOperators ? "cut off: the version of its operators is missing; download it again"
                : WeightsFault(folder, weights);
        }
        catch (ExtentException e)
        {
            return e.Message;
        }
    }

    /// <summary>The files of weights that a model names, relative to its folder; none where the model is damaged.</summary>
    /// <param name="path">The model.</param>
    public static IReadOnlyCollection<string> WeightsOf(string path)
    {
        SortedDictionary<string, long> weights = new(StringComparer.Ordinal);
        try
        {
            using FileStream stream = File.OpenRead(path);
            foreach ((int field, long end) in Fields(stream, stream.Length))
            {
                if (field == Graph)
                    ReadGraph(stream, end, weights);
            }
        }
        catch (ExtentException)
        {
            return [];
        }

        return weights.Keys;
    }

    /// <summary>
    /// The fields up to a place; the stream stands at the begin of a field's content, and goes on from its end whatever was read of it.
    /// </summary>
    /// <exception cref="ExtentException">The file is cut off or damaged.</exception>
    internal static IEnumerable<(int Field, long End)> Fields(Stream stream, long end)
    {
        while (stream.Position < end)
        {
            ulong tag = Varint(stream);
            long contentEnd = (tag & 7) switch
            {
                0 => EndOfVarint(stream),
                1 => stream.Position + 8,
                2 => EndOfLength(stream),
                5 => stream.Position + 4,
                _ => throw new ExtentException("no ONNX model, or a damaged one: download it again"),
            };
            if (contentEnd > stream.Length)
                throw new ExtentException($"cut off: {stream.Length} bytes where its fields need {contentEnd} or more; download it again");
            if (contentEnd > end)
                throw new ExtentException("no ONNX model, or a damaged one: download it again");
            yield return ((int)(tag >> 3), contentEnd);
            stream.Position = contentEnd;
        }
    }

    private static string? WeightsFault(string folder, SortedDictionary<string, long> weights)
    {
        foreach ((string name, long size) in weights)
        {
            FileInfo file = new(Path.Combine(folder, name));
            if (!file.Exists)
                return $"its weights {name} are missing: download that file too, into the same folder";
            if (file.Length < size)
                return $"its weights {name} are cut off: {file.Length} of {size} bytes; download that file again";
        }

        return null;
    }

    private static void ReadGraph(Stream stream, long end, SortedDictionary<string, long> weights)
    {
        foreach ((int field, long tensorEnd) in Fields(stream, end))
        {
            if (field != Initializer)
                continue;
            Dictionary<string, string> external = [];
            foreach ((int inner, long entryEnd) in Fields(stream, tensorEnd))
            {
                if (inner == ExternalData)
                    ReadEntry(stream, entryEnd, external);
            }

            if (!external.TryGetValue("location", out string? location))
                continue;
            _ = long.TryParse(external.GetValueOrDefault("offset"), out long offset);
            _ = long.TryParse(external.GetValueOrDefault("length"), out long length);
            weights[location] = Math.Max(weights.GetValueOrDefault(location), offset + length);
        }
    }

    private static void ReadEntry(Stream stream, long end, Dictionary<string, string> external)
    {
        (string key, string value) = ("", "");
        foreach ((int field, long textEnd) in Fields(stream, end))
        {
            if (field is Key or Value && textEnd - stream.Position <= MaxName)
            {
                byte[] text = new byte[textEnd - stream.Position];
                stream.ReadExactly(text);
                (key, value) = field == Key ? (Encoding.UTF8.GetString(text), value) : (key, Encoding.UTF8.GetString(text));
            }
        }

        external[key] = value;
    }

    private static long EndOfVarint(Stream stream)
    {
        Varint(stream);
        return stream.Position;
    }

    private static long EndOfLength(Stream stream)
    {
        ulong length = Varint(stream);
        return length < long.MaxValue / 2
            ? stream.Position + (long)length
            : throw new ExtentException("no ONNX model, or a damaged one: download it again");
    }

    private static ulong Varint(Stream stream)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = stream.ReadByte();
            if (next < 0)
                throw new ExtentException($"cut off after {stream.Length} bytes; download it again");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new ExtentException("no ONNX model, or a damaged one: download it again");
    }

    /// <summary>What is wrong with a file.</summary>
    internal sealed class ExtentException(string message) : Exception(message);
}
