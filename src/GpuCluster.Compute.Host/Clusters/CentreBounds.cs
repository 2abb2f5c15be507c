using GpuCluster.Compute.Host.Rows;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// For each sample a bound above the distance to its own centre and one below the distance to every other centre. Where the first is the
/// lower one the sample stays in its cluster. Takes 16 n bytes.
/// </summary>
/// <remarks>
/// How it works (Hamerly 2010): a centre that moves by m comes nearer by m at most. The bounds are widened by more than a distance in
/// double is rounded by, so that what they prove holds for the rounded distances too.
/// </remarks>
/// <param name="embedding">n x d values.</param>
/// <param name="centres">k centres of d values, whose present values are read.</param>
internal sealed class CentreBounds(EmbeddingMatrix embedding, double[][] centres)
{
    private const double Above = 1 + 1e-10,
        Below = 1 - 1e-10;

    private readonly double[] _own = [.. Enumerable.Repeat(double.PositiveInfinity, embedding.Rows)];
    private readonly double[] _others = new double[embedding.Rows];
    private double[] _moves = new double[centres.Length];
    private double[] _othersMoves = new double[centres.Length];

    /// <summary>Takes how far each centre has moved.</summary>
    public void Follow(double[] moves)
    {
        // The farthest move of any other centre: the farthest of all, or the second for the one that moved it.
        int farthest = Array.IndexOf(moves, moves.Max());
        double second = 0;
        for (int centre = 0; centre < moves.Length; centre++)
        {
            if (centre != farthest)
                second = Math.Max(second, moves[centre]);
        }

        _moves = Array.ConvertAll(moves, move => move * Above);
        _othersMoves = new double[moves.Length];
        Array.Fill(_othersMoves, _moves[farthest]);
        _othersMoves[farthest] = second * Above;
    }

    /// <summary>
    /// Follows the centres' last moves with the bounds of some samples, once for each move, and lists those that are not proven to stay.
    /// </summary>
    /// <param name="clusterOf">The clusters of all samples, -1 at first.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="end">The sample behind the last.</param>
    /// <param name="doubtful">Receives them.</param>
    /// <returns>How many.</returns>
    public int Doubtful(int[] clusterOf, int first, int end, Span<int> doubtful)
    {
        int count = 0;
        for (int sample = first; sample < end; sample++)
        {
            int own = clusterOf[sample];
            if (own >= 0)
            {
                _own[sample] += _moves[own];
                _others[sample] -= _othersMoves[own];
            }

            doubtful[count] = sample;
            count += _own[sample] < _others[sample] ? 0 : 1;
        }

        return MeasuredDoubtful(clusterOf, doubtful[..count]);
    }

    /// <summary>Sets the bounds of a sample from squared distances.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="own">To its own centre, in double.</param>
    /// <param name="others">No other centre is nearer.</param>
    public void Set(int sample, double own, double others)
    {
        _own[sample] = Math.Sqrt(own) * Above;
        _others[sample] = Math.Sqrt(Math.Max(0, others)) * Below;
    }

    /// <summary>A sample came to another cluster by other means than its distance.</summary>
    public void Forget(int sample) => _own[sample] = double.PositiveInfinity;

    /// <summary>Of these, those whose distance to their own centre, measured, still leaves a doubt; in place.</summary>
    private int MeasuredDoubtful(int[] clusterOf, Span<int> doubtful)
    {
        int count = 0;
        foreach (int sample in doubtful)
        {
            if (clusterOf[sample] >= 0 && _own[sample] < double.PositiveInfinity)
            {
                double square = DoubleSum.OfSquaredDifferences(centres[clusterOf[sample]], embedding.Row(sample), double.PositiveInfinity);
                _own[sample] = Math.Sqrt(square) * Above;
                if (_own[sample] < _others[sample])
                    continue;
            }

            doubtful[count++] = sample;
        }

        return count;
    }
}
