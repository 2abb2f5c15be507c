using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// The least and the mean cosine of groups, over the pairs that were found and no others: for pairs that come from comparing pictures, not
/// vectors. Two members of a star that are no pair themselves do not count.
/// </summary>
public sealed class PairedCosines
{
    private readonly Dictionary<int, List<SimilarPair>> _pairsOf = [];
    private readonly int[] _copies;

    /// <summary>Sorts pairs by their samples.</summary>
    /// <param name="pairs">Pairs of different samples, each pair once.</param>
    /// <param name="copies">How many equal samples each stands for; empty: one each.</param>
    public PairedCosines(IEnumerable<SimilarPair> pairs, int[] copies)
    {
        _copies = copies;
        foreach (SimilarPair pair in pairs)
        {
            if (!_pairsOf.TryGetValue(pair.First, out List<SimilarPair>? list))
                _pairsOf.Add(pair.First, list = []);
            list.Add(pair);
        }
    }

    /// <summary>The same group with its cosines; 1 where it has no pair but those of equal samples.</summary>
    /// <param name="group">Members as the pairs name them.</param>
    public SimilarityGroup Measure(SimilarityGroup group)
    {
        HashSet<int> members = [.. group.Members];
        float min = 1;
        double sum = 0;
        long count = 0;
        foreach (int member in group.Members)
        {
            long own = CopiesOf(member);
            sum += own * (own - 1) / 2;
            count += own * (own - 1) / 2;
            foreach (SimilarPair pair in _pairsOf.GetValueOrDefault(member, []))
            {
                if (!members.Contains(pair.Second))
                    continue;
                min = Math.Min(min, pair.Cosine);
                sum += pair.Cosine * (double)own * CopiesOf(pair.Second);
                count += own * CopiesOf(pair.Second);
            }
        }

        return group with
        {
            MinCosine = min,
            MeanCosine = count > 0 ? (float)(sum / count) : 1,
        };
    }

    private long CopiesOf(int sample) => _copies.Length == 0 ? 1 : _copies[sample];
}
