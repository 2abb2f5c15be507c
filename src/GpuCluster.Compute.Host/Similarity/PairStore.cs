using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// The best pairs of all that were offered, in bounded memory. Pairs are added up to a quarter beyond the bound; then the worst are cut
/// away and <see cref="Floor"/> rises to the worst that is left. As pairs have a total order, what is left in the end are the best of all,
/// in whatever order they came. Threads add under the caller's lock.
/// </summary>
internal sealed class PairStore
{
    private readonly int _max;
    private readonly int _capacity;
    private SimilarPair[] _pairs = new SimilarPair[1024];
    private int _count;
    private volatile float _floor;

    /// <param name="floor">Pairs below this cosine are not kept.</param>
    /// <param name="max">Pairs kept at most, 1 or more.</param>
    public PairStore(float floor, int max)
    {
        _floor = floor;
        _max = max;
        _capacity = (int)Math.Min(Array.MaxLength, max + Math.Max(1L, max / 4));
    }

    /// <summary>Pairs below this cosine need not be added. Only ever rises; read by any thread without the lock.</summary>
    public float Floor => _floor;

    /// <summary>Whether pairs were cut away.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The pairs kept so far, in no order.</summary>
    public ReadOnlySpan<SimilarPair> Pairs => _pairs.AsSpan(0, _count);

    /// <summary>Adds pairs; those below the floor are let go.</summary>
    public void Add(ReadOnlySpan<SimilarPair> pairs)
    {
        foreach (SimilarPair pair in pairs)
        {
            if (pair.Cosine < _floor)
                continue;
            if (_count == _capacity)
                Cut();
            if (_count == _pairs.Length)
                Array.Resize(ref _pairs, (int)Math.Min(_capacity, 2L * _pairs.Length));
            _pairs[_count++] = pair;
        }
    }

    /// <summary>Cuts to the bound, sorts, and hands the pairs over; the store is empty after that.</summary>
    public SimilarPair[] Take()
    {
        if (_count > _max)
            Cut();
        Array.Resize(ref _pairs, _count);
        Array.Sort(_pairs);
        SimilarPair[] taken = _pairs;
        (_pairs, _count) = ([], 0);
        return taken;
    }

    private void Cut()
    {
        SelectBest(_pairs.AsSpan(0, _count), _max);
        _count = _max;
        IsCut = true;
        float worst = float.PositiveInfinity;
        foreach (SimilarPair pair in Pairs)
            worst = Math.Min(worst, pair.Cosine);

        _floor = worst;
    }

    /// <summary>Moves the best <paramref name="count"/> to the front (quickselect, Hoare 1961, with the median of three).</summary>
    private static void SelectBest(Span<SimilarPair> pairs, int count)
    {
        while (pairs.Length > count && count > 0)
        {
            SimilarPair pivot = MedianOfThree(pairs[0], pairs[pairs.Length / 2], pairs[^1]);
            int low = 0,
                high = pairs.Length - 1;
            while (low <= high)
            {
                while (pairs[low] < pivot)
                    low++;

                while (pairs[high] > pivot)
                    high--;

                if (low <= high)
                {
                    (pairs[low], pairs[high]) = (pairs[high], pairs[low]);
                    low++;
                    high--;
                }
            }

            // Between high and low lies at most the pivot, at its place.
            if (count <= high + 1)
            {
                pairs = pairs[..(high + 1)];
            }
            else if (count >= low)
            {
                pairs = pairs[low..];
                count -= low;
            }
            else
            {
                return;
            }
        }
    }

    private static SimilarPair MedianOfThree(SimilarPair a, SimilarPair b, SimilarPair c)
    {
        if (b < a)
            (a, b) = (b, a);
        return c < a ? a
            : c < b ? c
            : b;
    }
}
