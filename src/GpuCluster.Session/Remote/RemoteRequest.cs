using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;

namespace GpuCluster.Session.Remote;

/// <summary>A request as a program sends it: one line of JSON with <c>id</c>, <c>verb</c> and the verb's arguments.</summary>
/// <param name="Id">A number or a text that the answer repeats; null: none was given.</param>
/// <param name="Verb">What is asked for; empty in the first message.</param>
/// <param name="Token">The token of the first message; null in others.</param>
/// <param name="Arguments">All other members.</param>
public sealed record RemoteRequest(JsonNode? Id, string Verb, string? Token, RemoteArguments Arguments)
{
    private const int MaxDepth = 8;
    private const int MaxIdLength = 64;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a line without its end.</summary>
    /// <exception cref="UnusableInputException">It is no request; the message says why.</exception>
    public static RemoteRequest Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                Strict.GetString(line),
                new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }
            );
            return Of(document.RootElement);
        }
        // The parser finds a text that is no Unicode only when it is asked for it.
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw new UnusableInputException("a request is one line of JSON, such as {\"id\": 1, \"verb\": \"state\"}", e);
        }
    }

    private static RemoteRequest Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException();
        Dictionary<string, JsonElement> arguments = new(StringComparer.Ordinal);
        JsonNode? id = null;
        string verb = string.Empty;
        string? token = null;
        foreach (JsonProperty member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "id":
                    id = IdOf(member.Value);
                    break;
                case "verb":
                    verb = member.Value.GetString() ?? string.Empty;
                    break;
                case "token":
                    token = member.Value.GetString();
                    break;
                default:
                    arguments.Add(member.Name, member.Value.Clone());
                    break;
            }
        }

        return new RemoteRequest(id, verb, token, new RemoteArguments(arguments));
    }

    private static JsonValue? IdOf(JsonElement id) =>
        id.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number when id.TryGetInt64(out long number) => JsonValue.Create(number),
            JsonValueKind.String when id.GetString() is { Length: <= MaxIdLength } text => JsonValue.Create(text),
            _ => throw new UnusableInputException($"id: a whole number, or a text of at most {MaxIdLength} characters"),
        };
}
