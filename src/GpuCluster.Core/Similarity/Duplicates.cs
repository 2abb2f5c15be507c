namespace GpuCluster.Core.Similarity;

/// <summary>The duplicates in a data set.</summary>
/// <param name="Pairs">Pairs of samples of at least the threshold, copies of each other included.</param>
/// <param name="MinCosine">What counts as near: the threshold asked for, or a higher one where there were more pairs than are kept.</param>
/// <param name="Groups">The largest first, ties by the lowest member; no sample is in two.</param>
public sealed record Duplicates(long Pairs, float MinCosine, IReadOnlyList<DuplicateGroup> Groups)
{
    /// <summary>
    /// Length n: the first sample that each is an exact copy of, by its file or else by its values; itself where there is none before it.
    /// </summary>
    public IReadOnlyList<int> FirstCopyOf { get; init; } = [];

    /// <summary>Samples that are an exact copy of an earlier one; it does not depend on what counts as near.</summary>
    public int Copies => FirstCopyOf.Index().Count(each => each.Item != each.Index);
}
