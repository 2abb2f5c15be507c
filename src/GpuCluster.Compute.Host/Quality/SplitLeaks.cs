using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>Near-duplicates that lie in different splits of a data set, so that what a model is tested on was seen in training.</summary>
/// <param name="Pairs">The pairs across splits, the most alike first.</param>
/// <param name="Leaked">How many samples of each split have a near-duplicate in another.</param>
public sealed record SplitLeaks(IReadOnlyList<SimilarPair> Pairs, IReadOnlyDictionary<string, int> Leaked)
{
    /// <summary>Finds them among known pairs.</summary>
    /// <param name="pairs">Near-duplicates, in any order.</param>
    /// <param name="splitOf">Length n: the name of each sample's split; empty for a sample in none, which leaks nowhere.</param>
    public static SplitLeaks Find(ReadOnlySpan<SimilarPair> pairs, IReadOnlyList<string> splitOf)
    {
        List<SimilarPair> across = [];
        HashSet<int> samples = [];
        foreach (SimilarPair pair in pairs)
        {
            if (splitOf[pair.First].Length == 0 || splitOf[pair.Second].Length == 0 || splitOf[pair.First] == splitOf[pair.Second])
                continue;
            across.Add(pair);
            samples.Add(pair.First);
            samples.Add(pair.Second);
        }

        SortedDictionary<string, int> leaked = new(StringComparer.Ordinal);
        foreach (string split in splitOf)
        {
            if (split.Length > 0)
                leaked.TryAdd(split, 0);
        }

        foreach (int sample in samples)
            leaked[splitOf[sample]]++;

        return new SplitLeaks(
            [.. across.OrderByDescending(pair => pair.Cosine).ThenBy(pair => pair.First).ThenBy(pair => pair.Second)],
            leaked
        );
    }
}
