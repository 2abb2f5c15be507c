using System.Buffers.Binary;
using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Vectors;

/// <summary>
/// A .safetensors (huggingface/safetensors): the length of the header in 8 bytes, a header in JSON that gives each tensor's type, shape and
/// place, then the numbers. Nothing of it is trusted before it was compared with the file: places lie in the file and do not overlap, and
/// each is as long as its type and shape say.
/// </summary>
internal static class SafetensorsFile
{
    /// <summary>The bytes before the header.</summary>
    public const int PrefixBytes = 8;

    /// <summary>The library's own limit of a header.</summary>
    private const long LongestHeader = 100_000_000;

    /// <summary>Whether a file begins as one: a length, and an object in JSON.</summary>
    public static bool IsStart(ReadOnlySpan<byte> start) =>
        start.Length > PrefixBytes && BinaryPrimitives.ReadUInt64LittleEndian(start) < 1UL << 48 && start[PrefixBytes] == '{';

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        return ArraySet.Read(path, Arrays(stream, path), options, cancellation);
    }

    private static List<NamedArray> Arrays(FileStream stream, string path)
    {
        byte[] prefix = new byte[PrefixBytes];
        if (InputFile.ReadUpTo(stream, prefix, path) < prefix.Length)
            throw Bad(path, "it is shorter than the length of a header");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)Math.Min(LongestHeader, stream.Length - PrefixBytes))
            throw Bad(path, $"its header claims {length} bytes, and the file has {stream.Length}");
        byte[] header = HostMemory.Allocate<byte>((long)length, path);
        InputFile.ReadUpTo(stream, header, path);
        List<(long From, long To, NamedArray Array)> found = [];
        try
        {
            using JsonDocument json = JsonDocument.Parse(header);
            foreach (JsonProperty tensor in json.RootElement.EnumerateObject().Where(each => each.Name != "__metadata__"))
                found.Add(ArrayOf(tensor, stream, PrefixBytes + (long)length, path));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Bad(path, "its header is not the JSON that the format wants", e);
        }

        found.Sort((a, b) => (a.From, a.To).CompareTo((b.From, b.To)));
        for (int i = 1; i < found.Count; i++)
        {
            if (found[i].From < found[i - 1].To)
                throw Bad(path, $"the tensors '{found[i - 1].Array.Name}' and '{found[i].Array.Name}' overlap");
        }

        return [.. found.Select(each => each.Array)];
    }

    private static (long From, long To, NamedArray Array) ArrayOf(JsonProperty tensor, FileStream stream, long start, string path)
    {
        JsonElement offsets = tensor.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw Bad(path, $"the tensor '{tensor.Name}' has no begin and end");
        (long from, long to) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (from < 0 || to < from || to > stream.Length - start)
            throw Bad(path, $"the tensor '{tensor.Name}' lies outside the file");
        long[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        string typeText = tensor.Value.GetProperty("dtype").GetString() ?? "";
        ElementType? type = TypeOf(typeText);
        // A size that is too large for the file ends the product before it overflows.
        Int128 bytes = type?.Bytes ?? 0;
        foreach (long size in shape)
            bytes = size is >= 0 && bytes <= stream.Length ? bytes * size : Int128.MaxValue;
        if (type is not null && bytes != to - from)
            throw Bad(path, $"the tensor '{tensor.Name}' is not as long as its type and shape say");
        return (from, to, new FileArray(tensor.Name, $"{path}: '{tensor.Name}'", shape, typeText, type, stream, start + from));
    }

    private static ElementType? TypeOf(string name) =>
        name switch
        {
            "F64" => new ElementType(ElementKind.Float, 8),
            "F32" => ElementType.Float32,
            "F16" => new ElementType(ElementKind.Float, 2),
            "BF16" => new ElementType(ElementKind.BrainFloat, 2),
            "I64" => new ElementType(ElementKind.Signed, 8),
            "I32" => new ElementType(ElementKind.Signed, 4),
            "I16" => new ElementType(ElementKind.Signed, 2),
            "I8" => new ElementType(ElementKind.Signed, 1),
            "U64" => new ElementType(ElementKind.Unsigned, 8),
            "U32" => new ElementType(ElementKind.Unsigned, 4),
            "U16" => new ElementType(ElementKind.Unsigned, 2),
            "U8" => ElementType.Byte,
            "BOOL" => new ElementType(ElementKind.Boolean, 1),
            _ => null,
        };

    private static UnusableInputException Bad(string path, string fault, Exception? cause = null) =>
        new($"{path}: not a usable .safetensors: {fault}; save it again with safetensors.numpy.save_file", cause);
}
