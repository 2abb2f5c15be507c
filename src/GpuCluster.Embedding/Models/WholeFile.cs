using System.Text;
using System.Text.Json;
using GpuCluster.Embedding.Onnx;

namespace GpuCluster.Embedding.Models;

/// <summary>Whether a file of a model is whole: downloads leave empty, short and wrong files behind.</summary>
internal static class WholeFile
{
    private const int MaxStart = 512;

    /// <summary>JSON of models is at most some megabytes; a larger file is none of them.</summary>
    private const long MaxJson = 256L << 20;

    /// <summary>What is wrong with a file, or null.</summary>
    /// <param name="path">The file.</param>
    public static string? FaultOf(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length == 0)
                return "empty: download it again";
            byte[] start = new byte[Math.Min(MaxStart, stream.Length)];
            stream.ReadExactly(start);
            string text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\n', '\r', '\t');
            if (text.StartsWith("version https://git-lfs", StringComparison.Ordinal))
                return "a pointer of Git LFS and not the file: run git lfs pull, or download the file from its page";
            string[] pages = ["<!DOCTYPE", "<html"];
            if (Array.Exists(pages, begin => text.StartsWith(begin, StringComparison.OrdinalIgnoreCase)))
                return "a web page and not the file: download the file itself";
            stream.Position = 0;
            return Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".onnx" => OnnxExtent.FaultOf(stream, Path.GetDirectoryName(Path.GetFullPath(path))!),
                ".json" => JsonFault(stream),
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read ({e.Message})";
        }
    }

    private static string? JsonFault(FileStream stream)
    {
        if (stream.Length > MaxJson)
            return $"{stream.Length} bytes are no file of settings";
        try
        {
            using JsonDocument json = JsonDocument.Parse(stream);
            return json.RootElement.ValueKind == JsonValueKind.Object ? null : "no JSON object: download it again";
        }
        catch (JsonException e)
        {
            return $"damaged or cut off at line {e.LineNumber + 1}: download it again";
        }
    }
}
