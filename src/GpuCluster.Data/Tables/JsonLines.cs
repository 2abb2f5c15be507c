using System.Text;
using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tables;

/// <summary>
/// Reads JSON lines: one object on each line, whose names are the headings. An object may lack a name or have one that others lack.
/// </summary>
internal static class JsonLines
{
    /// <summary>Reads a file. Numbers and nested values stay as they are written; null is no value. Empty lines are skipped.</summary>
    /// <exception cref="UnusableInputException">Not UTF-8, or a line that is no object.</exception>
    public static TextTable Read(string path, CancellationToken cancellation) => Read(InputFile.Open(path), path, cancellation);

    /// <summary>The same of an open file, which is closed.</summary>
    /// <inheritdoc cref="Read(string, CancellationToken)"/>
    public static TextTable Read(Stream file, string path, CancellationToken cancellation)
    {
        List<string> headings = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<Dictionary<int, string>> objects = [];
        List<int> lines = [];
        using Stream stream = file;
        using StreamReader reader = new(
            stream,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true,
            1 << 16
        );
        for (int line = 1; InputFile.ReadLine(reader, path, line) is { } text; line++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(text))
                continue;
            Dictionary<int, string> values = [];
            try
            {
                using JsonDocument json = JsonDocument.Parse(text);
                foreach (JsonProperty property in json.RootElement.EnumerateObject())
                {
                    if (places.TryAdd(property.Name, headings.Count))
                        headings.Add(property.Name);
                    values[places[property.Name]] = TextOf(property.Value);
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                throw new UnusableInputException(
                    $"{path}: line {line} is no JSON object; put one on each line, as {{\"path\": \"a.jpg\", \"label\": \"cat\"}}",
                    e
                );
            }

            objects.Add(values);
            // Every name is a column of all rows.
            UnpackLimit.Check(
                path,
                stream.Length,
                (Int128)objects.Count * headings.Count * IntPtr.Size,
                "give the objects the same names, or leave out those that few have"
            );
            lines.Add(line);
        }

        return new TextTable(
            headings,
            [.. objects.Select(values => headings.Select((_, place) => values.GetValueOrDefault(place, "")).ToArray())],
            lines
        );
    }

    /// <summary>A value as text: numbers and nested values as they are written, null as no value.</summary>
    public static string TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null => "",
            _ => value.GetRawText(),
        };
}
