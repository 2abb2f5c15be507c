using GpuCluster.Core.Similarity;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// Colour by the part that a point is in, out of parts that were found: clusters, or groups of near-duplicates. The largest come first;
/// points in none, and in parts beyond
/// <see cref="CategoryColouring.MaxEntries"/>, are grey.
/// </summary>
public sealed class PartitionColouring : CategoryColouring
{
    private PartitionColouring(string title, (int[] EntryOf, List<LegendEntry> Entries) sorted)
        : base(title, sorted.EntryOf, sorted.Entries) { }

    /// <summary>Colour by cluster.</summary>
    /// <param name="clusterOf">Length n: 0 or more, or -1 for none.</param>
    /// <param name="names">What each cluster is called; null for their numbers from 1 on.</param>
    public static PartitionColouring OfClusters(int[] clusterOf, IReadOnlyList<string>? names = null) =>
        new("cluster", Sort(clusterOf, "cluster", names));

    /// <summary>Colour by group of near-duplicates.</summary>
    public static PartitionColouring OfGroups(SimilarityGroups groups) =>
        new($"near-duplicates by {(groups.IsByLook ? "look" : "cosine")}", Sort(groups.GroupOf, "group"));

    private static (int[] EntryOf, List<LegendEntry> Entries) Sort(int[] partOf, string name, IReadOnlyList<string>? names = null)
    {
        int[] counts = new int[partOf.Length == 0 ? 0 : Math.Max(0, partOf.Max() + 1)];
        int alone = 0;
        foreach (int part in partOf)
        {
            if (part < 0)
                alone++;
            else
                counts[part]++;
        }

        int[] bySize = [.. Enumerable.Range(0, counts.Length).Where(part => counts[part] > 0).OrderByDescending(part => counts[part])];
        int named = Math.Min(bySize.Length, MaxEntries);
        int[] entryOfPart = new int[counts.Length];
        Array.Fill(entryOfPart, named);
        List<LegendEntry> entries = new();
        for (int rank = 0; rank < named; rank++)
        {
            entryOfPart[bySize[rank]] = rank;
            entries.Add(new LegendEntry(names?[bySize[rank]] ?? $"{name} {bySize[rank] + 1}", LabelPalette.Of(rank), counts[bySize[rank]]));
        }

        int others = bySize.Skip(named).Sum(part => counts[part]);
        if (others > 0)
            entries.Add(new LegendEntry($"{bySize.Length - named} smaller {name}s", LabelPalette.Unlabeled, others));
        int aloneEntry = entries.Count;
        if (alone > 0)
            entries.Add(new LegendEntry($"in no {name}", LabelPalette.Unlabeled, alone));
        return ([.. partOf.Select(part => part < 0 ? aloneEntry : entryOfPart[part])], entries);
    }
}
