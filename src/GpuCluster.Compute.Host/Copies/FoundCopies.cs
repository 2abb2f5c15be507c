using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>What a search by look found: it is grouped in either way without another search.</summary>
public sealed class FoundCopies
{
    private readonly CopySets _copies;
    private readonly SimilarPairs _found;
    private readonly int[] _sameContent;
    private readonly PairedCosines _cosines;

    /// <param name="copies">Sets of equal pictures.</param>
    /// <param name="found">Pairs of places in them.</param>
    /// <param name="sameContent">For each sample the lowest one whose file has the same content.</param>
    internal FoundCopies(CopySets copies, SimilarPairs found, int[] sameContent)
    {
        (_copies, _found, _sameContent) = (copies, found, sameContent);
        _cosines = new PairedCosines(found.Pairs, copies.Counts);
    }

    /// <summary>The groups.</summary>
    /// <param name="linkage">How pairs make groups.</param>
    /// <returns>The groups. Their cosines are the correlations of the aligned pictures, of the pairs that were found.</returns>
    public Duplicates Group(GroupLinkage linkage) =>
        DuplicateGrouping.Of(
            _found,
            _copies,
            _sameContent,
            linkage,
            (group, members) => _cosines.Measure(group) with { Members = members }
        );
}
