using GpuCluster.Core.Similarity;
using GpuCluster.Data;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>
/// Which member of a group of duplicates to keep. Of files: the picture of most pixels, of those the file of most bytes, of those the
/// first. Of rows of one file, which are all alike in size: the centre of a star, and the first of a connected group.
/// </summary>
public static class KeepRule
{
    /// <summary>The rule in words.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="linkage">How they were grouped.</param>
    public static string Describe(Dataset dataset, GroupLinkage linkage) =>
        (dataset, linkage) switch
        {
            (ImageFileDataset, _) => "the most pixels, then the most bytes, then the first",
            (_, GroupLinkage.Star) => "the centre of the star",
            _ => "the first",
        };

    /// <summary>Chooses the sample to keep.</summary>
    /// <param name="dataset">n samples.</param>
    /// <param name="members">Indices of a group, 1 or more; the centre of a star first, else ascending.</param>
    /// <returns>One of the members.</returns>
    public static int Choose(Dataset dataset, int[] members) =>
        dataset is ImageFileDataset photos
            ? members
                .Select(member => (Member: member, Size: photos.SizeOf(member)))
                .OrderByDescending(each => each.Size.Pixels)
                .ThenByDescending(each => each.Size.Bytes)
                .ThenBy(each => each.Member)
                .First()
                .Member
            : members[0];
}
