namespace GpuCluster.Session.Remote;

/// <summary>A named argument of a verb.</summary>
/// <param name="Name">Its name in a request.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Description">What it means, in a sentence without its end.</param>
/// <param name="IsRequired">Whether a request without it is refused.</param>
public sealed record RemoteParameter(string Name, RemoteKind Kind, string Description, bool IsRequired = false);
