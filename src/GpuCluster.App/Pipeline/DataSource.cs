using GpuCluster.Data;

namespace GpuCluster.App.Pipeline;

/// <summary>Where a data set was read from.</summary>
/// <param name="Path">As the user gave it.</param>
/// <param name="Options">How it was read.</param>
internal sealed record DataSource(string Path, DatasetOptions Options);
