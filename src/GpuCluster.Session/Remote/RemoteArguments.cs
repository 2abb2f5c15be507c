using System.Text.Json;
using GpuCluster.Core.Errors;

namespace GpuCluster.Session.Remote;

/// <summary>The arguments of a request, checked as they are read.</summary>
/// <param name="values">By name.</param>
public sealed class RemoteArguments(IReadOnlyDictionary<string, JsonElement> values)
{
    /// <summary>Refuses arguments that a verb does not have, of another kind, or missing ones.</summary>
    /// <exception cref="UnusableInputException">The message names the argument.</exception>
    public void Check(RemoteVerb verb)
    {
        foreach (string name in values.Keys)
        {
            if (!verb.Parameters.Any(parameter => parameter.Name == name))
            {
                string known = string.Join(", ", verb.Parameters.Select(parameter => parameter.Name));
                throw new UnusableInputException($"{verb.Name} has no argument {name}" + (known.Length > 0 ? $"; use {known}" : ""));
            }
        }

        foreach (RemoteParameter parameter in verb.Parameters)
        {
            bool isGiven = values.TryGetValue(parameter.Name, out JsonElement value);
            if (!isGiven && parameter.IsRequired)
                throw new UnusableInputException($"{verb.Name} needs {parameter.Name}: {parameter.Description}");
            if (isGiven && !Fits(value, parameter.Kind))
                throw new UnusableInputException($"{verb.Name}: {parameter.Name} is no {Words(parameter.Kind)}");
        }
    }

    /// <summary>Whether an argument was given.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A text; null if it was not given.</summary>
    /// <exception cref="UnusableInputException">It is no Unicode.</exception>
    public string? Text(string name)
    {
        try
        {
            return values.TryGetValue(name, out JsonElement value) ? value.GetString() : null;
        }
        catch (InvalidOperationException e)
        {
            throw new UnusableInputException($"{name} is no text of Unicode characters", e);
        }
    }

    /// <summary>A finite number; null if it was not given.</summary>
    public double? Number(string name) => values.TryGetValue(name, out JsonElement value) ? value.GetDouble() : null;

    /// <summary>A whole number within a range; null if it was not given.</summary>
    /// <exception cref="UnusableInputException">It is another number.</exception>
    public int? Whole(string name, int min, int max) =>
        Number(name) is not { } number ? null
        : number >= min && number <= max && Math.Floor(number).Equals(number) ? (int)number
        : throw new UnusableInputException($"{name}: a whole number from {min} to {max}");

    /// <summary>True or false; null if it was not given.</summary>
    public bool? Flag(string name) => values.TryGetValue(name, out JsonElement value) ? value.GetBoolean() : null;

    /// <summary>Finite numbers; null if they were not given.</summary>
    public double[]? Numbers(string name) =>
        values.TryGetValue(name, out JsonElement value) ? [.. value.EnumerateArray().Select(each => each.GetDouble())] : null;

    private static bool Fits(JsonElement value, RemoteKind kind) =>
        kind switch
        {
            RemoteKind.Text => value.ValueKind == JsonValueKind.String,
            RemoteKind.Number => IsNumber(value),
            RemoteKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            RemoteKind.Numbers => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsNumber),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
        };

    // 1e999 is read as infinity.
    private static bool IsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number);

    private static string Words(RemoteKind kind) =>
        kind switch
        {
            RemoteKind.Text => "text",
            RemoteKind.Number => "number",
            RemoteKind.Flag => "true or false",
            RemoteKind.Numbers => "list of numbers",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
        };
}
