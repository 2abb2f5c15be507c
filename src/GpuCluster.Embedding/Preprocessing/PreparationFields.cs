using System.Text.Json;
using GpuCluster.Core.Errors;

namespace GpuCluster.Embedding.Preprocessing;

/// <summary>The fields of a preprocessing file; records which were read, so that the others can be refused.</summary>
internal sealed class PreparationFields
{
    /// <summary>Pixels along a side at most: the largest published models take 1,024.</summary>
    private const int LongestSide = 4096;

    private readonly string _path;
    private readonly JsonElement _root;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public PreparationFields(string path, JsonElement root)
    {
        (_path, _root) = (path, root);
        if (root.ValueKind != JsonValueKind.Object)
            throw new UnusableInputException($"{path}: holds no JSON object; fetch the file again");
    }

    public bool Has(string name) => _root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public bool IsNumber(string name) => _root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number;

    public UnusableInputException Refusal(string name, string fault) =>
        new($"{_path}: \"{name}\" {fault}; correct the file or choose another model");

    /// <summary>Fields that do not change pixels here.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            _known.Add(name);
    }

    public bool Flag(string name, bool otherwise) =>
        Find(name) switch
        {
            null => otherwise,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => throw Refusal(name, "is neither true nor false"),
        };

    public string? Text(string name) =>
        Find(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            _ => throw Refusal(name, "is not a text"),
        };

    public double? Number(string name) => Find(name) is { } value ? NumberOf(name, value) : null;

    public int? ShortestSide(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty("shortest_edge", out JsonElement edge)
            ? Pixels(name, edge)
            : null;

    /// <summary>A size given as n, [height, width] or {height, width}; null where it is missing or names the shortest side.</summary>
    public (int Width, int Height)? Size(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.Number } side:
                return (Pixels(name, side), Pixels(name, side));
            case { ValueKind: JsonValueKind.Array } sides when sides.GetArrayLength() == 2:
                return (Pixels(name, sides[1]), Pixels(name, sides[0]));
            case { ValueKind: JsonValueKind.Object } sides
                when sides.TryGetProperty("height", out JsonElement height) && sides.TryGetProperty("width", out JsonElement width):
                return (Pixels(name, width), Pixels(name, height));
            case { ValueKind: JsonValueKind.Object } sides
                when sides.TryGetProperty("shortest_edge", out _) && sides.EnumerateObject().Count() == 1:
                return null;
            default:
                throw Refusal(name, "is none of n, [height, width], {\"shortest_edge\": n} and {\"height\": n, \"width\": n}");
        }
    }

    /// <summary>Three numbers, R G B.</summary>
    public IReadOnlyList<double>? Channels(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 3)
            throw Refusal(name, "is not three numbers, one for each of R G B");
        return [.. value.EnumerateArray().Select(channel => NumberOf(name, channel))];
    }

    /// <summary>Three numbers to divide by.</summary>
    public IReadOnlyList<double>? Deviations(string name) =>
        Channels(name) is not { } values ? null
        : values.All(value => value > 0) ? values
        : throw Refusal(name, "holds a number that is not above 0");

    /// <summary>Refuses fields that were not read, unless they are switched off.</summary>
    public void RefuseOthers()
    {
        foreach (JsonProperty field in _root.EnumerateObject())
        {
            if (!_known.Contains(field.Name) && field.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
                throw Refusal(field.Name, "is not supported, so images would be prepared wrongly");
        }
    }

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return Has(name) ? _root.GetProperty(name) : null;
    }

    private double NumberOf(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Refusal(name, "holds what is no number");

    private int Pixels(string name, JsonElement value) =>
        NumberOf(name, value) is var number && number is >= 1 and <= LongestSide && number == Math.Floor(number)
            ? (int)number
            : throw Refusal(name, $"is {number}; a side has 1 to {LongestSide} pixels");
}
