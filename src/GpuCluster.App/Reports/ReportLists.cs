using GpuCluster.Core.Errors;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Similarity;
using GpuCluster.Data.Files;
using GpuCluster.Data.Tables;

namespace GpuCluster.App.Reports;

/// <summary>The lists of a report as one table: a row for each sample that stands in one of them, empty fields where it does not.</summary>
internal static class ReportLists
{
    /// <summary>Refuses a name or a place that cannot be used, before any work.</summary>
    public static void Check(string path)
    {
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new UnusableInputException($"{path}: the lists are a table; end the name in .csv");
        AtomicFile.Probe(path);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string path, ReportData data, bool forSpreadsheet, CancellationToken cancellation)
    {
        Dictionary<int, LabelVote> votes = (data.Votes?.Suspects ?? []).ToDictionary(vote => vote.Sample);
        Dictionary<int, int> conflicts = Numbered(data.Conflicts);
        Dictionary<int, int> duplicates = Numbered([.. data.Groups.Groups.Select(group => group.Members)]);
        HashSet<int> outliers = [.. data.Rarity.Outliers];
        Dictionary<int, (int Other, float Cosine)> leaks = [];
        foreach (SimilarPair pair in data.Leaks?.Pairs ?? [])
        {
            // The most alike first.
            leaks.TryAdd(pair.First, (pair.Second, pair.Cosine));
            leaks.TryAdd(pair.Second, (pair.First, pair.Cosine));
        }

        int[] samples =
        [
            .. votes.Keys.Concat(conflicts.Keys).Concat(duplicates.Keys).Concat(outliers).Concat(leaks.Keys).Distinct().Order(),
        ];
        SampleTable table = new(
            SampleHeading.Of(data.Prepared.Dataset),
            [
                ("neighbours_label", Where(votes, vote => data.NameOf(vote.Winner))),
                ("neighbours_share", Where(votes, vote => SampleTable.Text(vote.Share))),
                ("label_conflict", Where(conflicts, SampleTable.Text)),
                ("duplicate_group", Where(duplicates, SampleTable.Text)),
                (
                    "outlier_distance",
                    row => outliers.Contains(samples[row]) ? SampleTable.Text(data.Rarity.MeanDistance[samples[row]]) : ""
                ),
                ("leak_index", Where(leaks, leak => SampleTable.Text(data.RowOf(leak.Other)))),
                ("leak_cosine", Where(leaks, leak => SampleTable.Text(leak.Cosine))),
            ]
        )
        {
            ForSpreadsheet = forSpreadsheet,
        };
        table.Write(path, samples, cancellation);

        Func<int, string> Where<T>(Dictionary<int, T> list, Func<T, string> text) =>
            row => list.TryGetValue(samples[row], out T? entry) ? text(entry) : "";
    }

    // The number of each member's group, from 0.
    private static Dictionary<int, int> Numbered(IReadOnlyList<int[]> groups)
    {
        Dictionary<int, int> numberOf = [];
        foreach ((int number, int[] members) in groups.Index())
        {
            foreach (int member in members)
                numberOf[member] = number;
        }

        return numberOf;
    }
}
