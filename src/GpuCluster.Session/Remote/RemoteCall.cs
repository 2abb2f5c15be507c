using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpuCluster.Session.Remote;

/// <summary>A request that waits for its answer.</summary>
/// <param name="request">What is asked.</param>
/// <param name="answer">Receives the answer's line, once, on the frame thread.</param>
/// <param name="isGone">Whether the program that asked has left.</param>
public sealed class RemoteCall(RemoteRequest request, Action<string> answer, Func<bool> isGone)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is asked.</summary>
    public RemoteRequest Request { get; } = request;

    /// <summary>Whether the program has left.</summary>
    public bool IsGone => isGone();

    /// <summary>The line of an answer.</summary>
    /// <param name="id">That of the request; null: it had none.</param>
    /// <param name="result">What was asked for; null: it failed.</param>
    /// <param name="error">Why it failed.</param>
    public static string LineOf(JsonNode? id, JsonObject? result, string? error = null)
    {
        JsonObject line = new() { ["id"] = id?.DeepClone(), ["ok"] = error is null };
        if (error is null)
            line["result"] = result;
        else
            line["error"] = error;
        return TextOf(line);
    }

    /// <summary>JSON on one line in which letters of all scripts stand as they are.</summary>
    public static string TextOf(JsonObject value) => value.ToJsonString(Readable);

    /// <summary>Answers with a result.</summary>
    public void Succeed(JsonObject result) => answer(LineOf(Request.Id, result));

    /// <summary>Answers with the reason why there is none.</summary>
    public void Fail(string error) => answer(LineOf(Request.Id, null, error));
}
