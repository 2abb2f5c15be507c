using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpuCluster.App.Output;

/// <summary>Writes one JSON object on one line, alone, so that programs can read standard output line by line.</summary>
internal static class JsonLine
{
    // Names in any script stay readable; the output is never embedded in HTML.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter writer, JsonObject value) => writer.WriteLine(value.ToJsonString(Options));

    /// <summary>A number rounded for reading, or null where it is not finite: JSON has no NaN.</summary>
    public static JsonNode? Number(double value, int digits) => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, digits)) : null;
}
