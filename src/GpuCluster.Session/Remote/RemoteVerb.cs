using System.Text.Json.Nodes;

namespace GpuCluster.Session.Remote;

/// <summary>One entry of <see cref="RemoteVerbs"/>: its name, its words, and what it does.</summary>
/// <param name="Name">Its name in a request.</param>
/// <param name="Description">What it does, in a sentence without its end.</param>
/// <param name="Parameters">What a request may give.</param>
/// <param name="Begin">Frame thread: does it, and returns what is called until it is not null: the answer.</param>
public sealed record RemoteVerb(
    string Name,
    string Description,
    IReadOnlyList<RemoteParameter> Parameters,
    Func<IRemoteSession, RemoteArguments, Func<JsonObject?>> Begin
)
{
    /// <summary>Whether it answers before the data has been read.</summary>
    public bool IsForLoading { get; init; }
}
