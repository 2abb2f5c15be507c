namespace GpuCluster.Core.Similarity;

/// <summary>The duplicates in a data set.</summary>
/// <param name="Pairs">Pairs of samples of at least the threshold, copies of each other included.</param>
/// <param name="MinCosine">What counts as near: the threshold asked for, or a higher one where there were more pairs than are kept.</param>
/// <param name="Groups">The largest first, ties by the lowest member; no sample is in two.</param>
public sealed record Duplicates(long Pairs, float MinCosine, IReadOnlyList<DuplicateGroup> Groups);
