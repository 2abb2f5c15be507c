namespace GpuCluster.Core.Similarity;

/// <summary>The samples of the highest cosines.</summary>
public static class TopCosines
{
    /// <summary>
    /// Picks the best k, the highest first, ties by the lower index: the same whatever computed the cosines in whatever order.
    /// </summary>
    /// <param name="cosines">n values; a sample whose cosine is NaN does not count.</param>
    /// <param name="k">How many at most, 1 or more. The cost grows little while k is small against n.</param>
    /// <param name="leftOut">A sample that does not count, the query itself; or null.</param>
    /// <returns>Indices of the samples, fewer than k if there are fewer samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static int[] Of(ReadOnlySpan<float> cosines, int k, int? leftOut)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);

        // The worst of the best is on top: of equal cosines the higher index is the worse.
        PriorityQueue<int, (float Cosine, int Inverse)> best = new(Math.Min(k, cosines.Length));
        float worst = float.NegativeInfinity;
        int skipped = leftOut ?? -1;
        for (int sample = 0; sample < cosines.Length; sample++)
        {
            // Samples come by rising index, so one that only equals the worst is worse. Both comparisons are false for NaN.
            float cosine = cosines[sample];
            if (sample == skipped || !(best.Count < k ? cosine >= float.NegativeInfinity : cosine > worst))
                continue;
            if (best.Count == k)
                best.DequeueEnqueue(sample, (cosine, -sample));
            else
                best.Enqueue(sample, (cosine, -sample));

            if (best.Count == k && best.TryPeek(out _, out (float Cosine, int Inverse) min))
                worst = min.Cosine;
        }

        int[] sorted = new int[best.Count];
        for (int place = sorted.Length - 1; place >= 0; place--)
            sorted[place] = best.Dequeue();

        return sorted;
    }
}
