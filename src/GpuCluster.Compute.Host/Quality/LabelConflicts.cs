using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>Equal samples that have different labels: at least one label of each group is wrong, whatever the vectors are.</summary>
public static class LabelConflicts
{
    /// <summary>Finds the groups.</summary>
    /// <param name="firstOf">Length n: the first sample that equals each, itself where none before it does.</param>
    /// <param name="labels">n labels; samples without one are left out.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The labelled samples of each group, ascending; groups by their first sample.</returns>
    public static IReadOnlyList<int[]> Find(ReadOnlySpan<int> firstOf, SampleLabels labels, CancellationToken cancellation)
    {
        SortedDictionary<int, List<int>> groups = [];
        for (int sample = 0; sample < firstOf.Length; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (labels.ClassOf[sample] < 0)
                continue;
            if (!groups.TryGetValue(firstOf[sample], out List<int>? members))
                groups[firstOf[sample]] = members = [];
            members.Add(sample);
        }

        return [.. groups.Values.Where(IsConflict).Select(members => members.ToArray()).OrderBy(members => members[0])];

        bool IsConflict(List<int> members) => members.Exists(member => labels.ClassOf[member] != labels.ClassOf[members[0]]);
    }
}
