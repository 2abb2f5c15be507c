namespace GpuCluster.Core.Quality;

/// <summary>How often samples of one class have neighbours of another.</summary>
/// <param name="Own">The class of the samples.</param>
/// <param name="Other">The class of their neighbours; may be the same.</param>
/// <param name="Neighbours">How many such neighbours there are, over all samples of the class.</param>
public readonly record struct ConfusedClasses(int Own, int Other, long Neighbours);
