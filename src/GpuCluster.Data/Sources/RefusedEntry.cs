namespace GpuCluster.Data.Sources;

/// <summary>An entry of an archive that is not used.</summary>
/// <param name="Name">As the archive stores it.</param>
/// <param name="Reason">Why, without the name.</param>
internal sealed record RefusedEntry(string Name, string Reason);
