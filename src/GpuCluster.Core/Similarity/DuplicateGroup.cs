namespace GpuCluster.Core.Similarity;

/// <summary>Samples that are duplicates of each other.</summary>
/// <param name="Group">The members and their cosines.</param>
/// <param name="IsExact">Whether all members are copies of one: files of equal content, or equal rows where there are no files. Their
/// cosines are 1.</param>
public sealed record DuplicateGroup(SimilarityGroup Group, bool IsExact);
