namespace GpuCluster.Scene.Marks;

/// <summary>A sample whose class is likely wrong.</summary>
/// <param name="Sample">Its index.</param>
/// <param name="Suggested">The class that most of its neighbours have.</param>
/// <param name="Share">The share of its neighbours that have it, above 0.5 to 1.</param>
public readonly record struct Suspect(int Sample, string Suggested, double Share);
