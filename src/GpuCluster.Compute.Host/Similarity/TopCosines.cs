namespace GpuCluster.Compute.Host.Similarity;

/// <summary>The samples of the highest cosines.</summary>
public static class TopCosines
{
    /// <summary>Picks the best k, the highest first, ties by the lower index: the same whatever computed the cosines in whatever order.</summary>
    /// <param name="cosines">n values.</param>
    /// <param name="k">How many at most, 1 or more.</param>
    /// <param name="leftOut">A sample that does not count, the query itself; or null.</param>
    public static int[] Of(ReadOnlySpan<float> cosines, int k, int? leftOut)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);

        // The worst of the best is on top: of equal cosines the higher index is the worse.
        var best = new PriorityQueue<int, (float Cosine, int Inverse)>(Math.Min(k, cosines.Length) + 1);
        var worst = float.NegativeInfinity;
        for (var sample = 0; sample < cosines.Length; sample++)
        {
            // Samples come by rising index, so one that only equals the worst is worse.
            if (sample == leftOut || (best.Count == k && !(cosines[sample] > worst)))
                continue;
            if (best.Count == k)
                best.EnqueueDequeue(sample, (cosines[sample], -sample));
            else
                best.Enqueue(sample, (cosines[sample], -sample));
            best.TryPeek(out _, out var least);
            worst = least.Cosine;
        }

        var sorted = new int[best.Count];
        for (var place = sorted.Length - 1; place >= 0; place--)
        {
            sorted[place] = best.Dequeue();
        }

        return sorted;
    }
}
