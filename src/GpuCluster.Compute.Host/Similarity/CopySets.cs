namespace GpuCluster.Compute.Host.Similarity;

/// <summary>Which samples stand for which: sets of copies are searched as one sample.</summary>
/// <param name="Distinct">One sample of each set of copies, the lowest; ascending.</param>
/// <param name="Counts">How many copies there are of each, itself included.</param>
/// <param name="Members">The samples of each set, the lowest first.</param>
internal sealed record CopySets(int[] Distinct, int[] Counts, int[][] Members)
{
    /// <param name="first">The lowest copy of each sample.</param>
    public static CopySets Of(int[] first)
    {
        int[] place = new int[first.Length];
        List<int> distinct = new();
        List<List<int>?> members = new();
        for (int sample = 0; sample < first.Length; sample++)
        {
            if (first[sample] == sample)
            {
                place[sample] = distinct.Count;
                distinct.Add(sample);
                members.Add(null);
                continue;
            }

            int at = place[first[sample]];
            (members[at] ??= [first[sample]]).Add(sample);
        }

        int[][] all = [.. members.Select((each, at) => each?.ToArray() ?? [distinct[at]])];
        return new CopySets([.. distinct], Array.ConvertAll(all, each => each.Length), all);
    }

    /// <summary>All samples of some sets.</summary>
    public int[] Expand(int[] distinct) => [.. distinct.SelectMany(at => Members[at])];
}
