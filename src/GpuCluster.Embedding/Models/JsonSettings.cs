using System.Text.Json;
using GpuCluster.Core.Errors;

namespace GpuCluster.Embedding.Models;

/// <summary>Reads the .json files that lie beside a model. Each file is at most a few megabytes.</summary>
internal static class JsonSettings
{
    /// <summary>Parses a file.</summary>
    /// <exception cref="UnusableInputException">It cannot be read, or is no JSON object.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            try
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                    throw new UnusableInputException($"{path}: holds no JSON object; fetch the file again");
                CheckTexts(document.RootElement);
                return document;
            }
            catch
            {
                document.Dispose();
                throw;
            }
        }
        catch (InvalidOperationException e)
        {
            throw new UnusableInputException($"{path}: damaged JSON: a text in it is no Unicode; fetch the file again", e);
        }
        catch (JsonException e)
        {
            throw new UnusableInputException($"{path}: damaged JSON, or not JSON (line {e.LineNumber}); fetch the file again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A member along a path of names, or null where one of them is absent.</summary>
    public static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }

    /// <summary>A number along a path of names, or null where it is absent or no number.</summary>
    public static double? Number(JsonElement element, params ReadOnlySpan<string> names) =>
        Find(element, names) is { ValueKind: JsonValueKind.Number } found && found.TryGetDouble(out double value) ? value : null;

    // The parser takes any escape of half a character; only reading the text finds it.
    private static void CheckTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                    CheckTexts(item);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    CheckTexts(property.Value);
                }

                break;
            default:
                break;
        }
    }
}
