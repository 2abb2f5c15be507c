namespace GpuCluster.Data.Jobs;

/// <summary>The model of a job.</summary>
/// <param name="Path">Its folder or file, absolute.</param>
/// <param name="Hash">Identifies its weights and its preprocessing.</param>
public sealed record JobModel(string Path, string Hash);
