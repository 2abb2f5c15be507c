using GpuCluster.Data;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>Where a data set was read from.</summary>
/// <param name="Path">The file or folder, as the user gave it.</param>
/// <param name="Options">How it was read.</param>
public sealed record DataSource(string Path, DatasetOptions Options);
