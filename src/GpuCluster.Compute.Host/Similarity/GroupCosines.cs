using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// Measures the least and the mean cosine of a group over all its pairs. The mean is exact in O(m d): the squared length of the sum of m
/// unit rows is the sum of the cosines of all ordered pairs, those of a member with itself included. The least is exact up to
/// <see cref="MaxExact"/> members, by going through all pairs. Beyond that it is sought: from the member farthest from the mean direction
/// to the member farthest from that one and so on until no farther is found, which gives the cosine of a real pair, so the true least is
/// that or lower, and says so.
/// </summary>
public sealed class GroupCosines
{
    /// <summary>Members up to which every pair is looked at: 2 million pairs.</summary>
    public const int MaxExact = 2048;

    /// <summary>How often a farther member is sought; three or four times is usual.</summary>
    private const int MaxHops = 16;

    private readonly EmbeddingMatrix _embedding;
    private readonly int _threads;
    private readonly double[] _inverses;

    /// <summary>Measures the lengths of the rows.</summary>
    /// <param name="embedding">n x d values, read by every call.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    public GroupCosines(EmbeddingMatrix embedding, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _embedding = embedding;
        _threads = threads;
        _inverses = new double[embedding.Rows];
        RowChunks.ForEachRow(
            embedding.Rows,
            threads,
            report: null,
            row => _inverses[row] = RowNormaliser.InverseLength(embedding.Row(row)),
            CancellationToken.None
        );
    }

    /// <summary>The same group with its cosines.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SimilarityGroup Measure(SimilarityGroup group, CancellationToken cancellation)
    {
        int[] members = group.Members;
        float mean = Mean(members, out double[] sum);
        if (members.Length > MaxExact)
            return group with { MinCosine = Sought(members, sum, cancellation), MeanCosine = mean, IsMinExact = false };
        return group with { MinCosine = Min(members, cancellation), MeanCosine = mean, IsMinExact = true };
    }

    private float Mean(int[] members, out double[] sum)
    {
        sum = new double[_embedding.Columns];
        int own = 0;
        foreach (int member in members)
        {
            DoubleSum.Add(sum, _embedding.Row(member), _inverses[member]);
            own += _inverses[member] > 0 ? 1 : 0;
        }

        double squared = 0.0;
        foreach (double feature in sum)
            squared += feature * feature;

        return (float)Math.Clamp((squared - own) / (members.Length * (members.Length - 1.0)), -1, 1);
    }

    private float Min(int[] members, CancellationToken cancellation)
    {
        // Few pairs are not worth a second thread.
        if (members.Length < 32)
        {
            float min = 1f;
            for (int first = 0; first < members.Length; first++)
                min = Math.Min(min, MinFrom(members, first));

            return min;
        }

        float[] leasts = new float[members.Length];
        new RowChunks(members.Length, 1, _threads).Run((first, _, _) => leasts[first] = MinFrom(members, first), cancellation);
        return leasts.Min();
    }

    /// <summary>The least cosine of a member with those after it; 1 where there are none.</summary>
    private float MinFrom(int[] members, int first)
    {
        float min = 1f;
        for (int second = first + 1; second < members.Length; second++)
            min = Math.Min(min, PairCosine.Of(_embedding, _inverses, members[first], members[second]));

        return min;
    }

    private float Sought(int[] members, double[] sum, CancellationToken cancellation)
    {
        float[] direction = Array.ConvertAll(sum, feature => (float)(feature / members.Length));
        int at = 0;
        float min = float.PositiveInfinity;
        for (int place = 0; place < members.Length; place++)
        {
            float cosine = (float)(DoubleSum.OfProducts(direction, _embedding.Row(members[place])) * _inverses[members[place]]);
            if (cosine < min)
                (min, at) = (cosine, place);
        }

        float found = 1f;
        for (int hop = 0; hop < MaxHops; hop++)
        {
            cancellation.ThrowIfCancellationRequested();
            int farthest = at;
            min = found;
            for (int place = 0; place < members.Length; place++)
            {
                if (place == at)
                    continue;
                float cosine = PairCosine.Of(_embedding, _inverses, members[at], members[place]);
                if (cosine < min)
                    (min, farthest) = (cosine, place);
            }

            if (min >= found)
                break;
            (found, at) = (min, farthest);
        }

        return found;
    }
}
