using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// A sample's nearest among the first samples, from the keys of <see cref="DistanceStrips"/>: some more than asked for by key, then ordered
/// by distances measured again in double. One for each thread.
/// </summary>
/// <param name="exact">Measures.</param>
/// <param name="count">Samples 0 to count - 1 are looked at.</param>
/// <param name="k">Neighbours wanted, at most as many as there are.</param>
/// <param name="isAmong">Whether the sample itself is among them; it is no neighbour then.</param>
internal sealed unsafe class NearestByKeys(ExactDistances exact, int count, int k, bool isAmong)
{
    // Candidates beyond k, so that rounding of keys changes nothing that is seen.
    private const int Spare = 16;

    private readonly ulong[] _nearest = new ulong[Math.Min(k + Spare, isAmong ? count - 1 : count)];

    /// <summary>Finds them: k entries of <see cref="BoundedHeap"/>, nearest first.</summary>
    public ReadOnlySpan<ulong> Of(int sample, float* keys, float own)
    {
        int found = 0;
        float limit = float.MaxValue;
        for (int other = 0; other < count; other++)
        {
            if (keys[other] > limit || other == sample)
                continue;
            if (BoundedHeap.Offer(_nearest, ref found, BoundedHeap.Entry(keys[other] + own, other)) && found == _nearest.Length)
                limit = BoundedHeap.Distance(_nearest[0]) - own;
        }

        exact.From(sample);
        for (int i = 0; i < _nearest.Length; i++)
        {
            int other = BoundedHeap.Index(_nearest[i]);
            _nearest[i] = BoundedHeap.Entry(exact.To(other, float.PositiveInfinity), other);
        }

        Array.Sort(_nearest);
        return _nearest.AsSpan(0, k);
    }
}
