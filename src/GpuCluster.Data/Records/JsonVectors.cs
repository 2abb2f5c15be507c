using System.Text.Json;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Records;

/// <summary>Lists of numbers that a writer stored as text: "[0.5, 1, -2]".</summary>
internal static class JsonVectors
{
    /// <summary>Adds one list for each text; an empty text is none.</summary>
    /// <exception cref="UnusableInputException">A text is no list of numbers.</exception>
    public static void Add(RecordTable table, RecordField field, string[] texts, RecordVectors into)
    {
        for (int row = 0; row < texts.Length && into.Begin(); row++)
        {
            if (texts[row].Length == 0)
                continue;
            try
            {
                using JsonDocument json = JsonDocument.Parse(texts[row]);
                foreach (JsonElement value in json.RootElement.EnumerateArray())
                    into.Add(value.GetSingle());
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                throw new UnusableInputException(
                    $"{table.Path}: row {row}: column '{field.Name}' holds text that is no list of numbers; write lists of float32",
                    e
                );
            }
        }
    }
}
