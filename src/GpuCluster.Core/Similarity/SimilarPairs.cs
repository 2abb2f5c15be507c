namespace GpuCluster.Core.Similarity;

/// <summary>The pairs of samples that are near each other.</summary>
/// <param name="Count">n, the number of samples.</param>
/// <param name="Pairs">In their order: the highest cosine first.</param>
/// <param name="MinCosine">No pair of at least this cosine is missing, but for those of <paramref name="IsCut"/> that have this very
/// cosine.</param>
/// <param name="IsCut">Whether more pairs were found than the limit, so that <paramref name="MinCosine"/> was raised.</param>
public sealed record SimilarPairs(int Count, SimilarPair[] Pairs, float MinCosine, bool IsCut);
