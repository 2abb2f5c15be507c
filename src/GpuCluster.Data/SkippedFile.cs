namespace GpuCluster.Data;

/// <summary>A file that was left out.</summary>
/// <param name="Path">As the data set names it.</param>
/// <param name="Reason">Why, without the path.</param>
public sealed record SkippedFile(string Path, string Reason);
