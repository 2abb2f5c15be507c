using System.Text.Json;

namespace GpuCluster.Data.Records;

/// <summary>What the library "datasets" of Hugging Face writes into the metadata of a .parquet: the meaning of each column.</summary>
internal static class HuggingFaceFeatures
{
    private const string Key = "huggingface";

    /// <summary>The names of the classes of a column of class numbers (its feature is a ClassLabel); null if there are none.</summary>
    public static IReadOnlyList<string>? ClassNames(RecordTable table, string column)
    {
        if (table.Metadata(Key) is not { } text)
            return null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            JsonElement features = json.RootElement.GetProperty("info").GetProperty("features");
            return
                features.TryGetProperty(column, out JsonElement feature)
                && feature.ValueKind == JsonValueKind.Object
                && feature.TryGetProperty("names", out JsonElement names)
                && names.ValueKind == JsonValueKind.Array
                ? [.. names.EnumerateArray().Select(name => name.ToString())]
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Without a readable description the classes keep their numbers.
            return null;
        }
    }
}
