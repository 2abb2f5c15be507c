namespace GpuCluster.Scene.Similarity;

/// <summary>The samples of the highest cosines in a row.</summary>
public static class NearestSamples
{
    /// <summary>The k samples nearest to one, by falling cosine; ties go to the lower index. Fewer if there are fewer samples.</summary>
    /// <param name="cosines">Length n: cosines with all samples. NaN counts for nothing.</param>
    /// <param name="sample">The sample itself, which is left out; -1: none is.</param>
    /// <param name="k">0 or more; cost grows little while k is small against n.</param>
    public static SimilarSample[] Of(ReadOnlySpan<float> cosines, int sample, int k)
    {
        if (k <= 0)
            return [];

        // The worst of those kept is on top: the lowest cosine, and of equal ones the highest index.
        var kept = new PriorityQueue<int, (float Cosine, int Reverse)>(k);
        float worst = float.NegativeInfinity;
        for (int i = 0; i < cosines.Length; i++)
        {
            // An equal cosine of a higher index never displaces; false for NaN too.
            if (i == sample || !(cosines[i] > worst || (kept.Count < k && !float.IsNaN(cosines[i]))))
                continue;
            if (kept.Count == k)
                kept.DequeueEnqueue(i, (cosines[i], -i));
            else
                kept.Enqueue(i, (cosines[i], -i));
            if (kept.Count == k && kept.TryPeek(out _, out (float Cosine, int Reverse) top))
                worst = top.Cosine;
        }

        var nearest = new SimilarSample[kept.Count];
        for (int place = nearest.Length - 1; place >= 0; place--)
        {
            int at = kept.Dequeue();
            nearest[place] = new SimilarSample(at, cosines[at]);
        }

        return nearest;
    }
}
