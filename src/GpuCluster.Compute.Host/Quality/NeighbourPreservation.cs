using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// How much of each sample's neighbourhood a layout keeps: the share of the k true nearest that are among the k nearest in the layout,
/// averaged over a seeded choice of samples (Venna and Kaski's agreement of neighbourhoods; Lee and Verleysen 2009 write Q_NX(k)). Cheap
/// enough to be followed over the epochs of a layout.
/// </summary>
public sealed class NeighbourPreservation
{
    /// <summary>Samples asked at most. The mean over them is uncertain by about 0.01.</summary>
    public const int MaxAsked = 500;

    /// <summary>Neighbours at most.</summary>
    public const int MaxNeighbours = 15;

    private const uint SampleStream = 0x80000007;

    private readonly KnnGraph _truth;
    private readonly int[] _asked;
    private readonly int _k;

    /// <summary>Chooses the samples.</summary>
    /// <param name="truth">The true neighbours, each sample itself first.</param>
    /// <param name="seed">Chooses the samples, where not all are asked: those with the smallest random numbers.</param>
    public NeighbourPreservation(KnnGraph truth, ulong seed)
    {
        _truth = truth;
        _k = Math.Min(MaxNeighbours, truth.K - 1);
        int[] samples = [.. Enumerable.Range(0, truth.Count)];
        uint[] draws = Array.ConvertAll(samples, i => CounterRandom.Bits(CounterRandom.Key(seed, SampleStream, (uint)i), 0));
        Array.Sort(draws, samples);
        _asked = samples[..Math.Min(samples.Length, MaxAsked)];
    }

    /// <summary>Measures a layout, on the calling thread.</summary>
    /// <param name="layout">The n samples.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>0 to 1; NaN where there are no neighbours.</returns>
    public double Of(Layout layout, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(layout.Count, _truth.Count, nameof(layout));
        if (_k < 1 || _asked.Length == 0)
            return double.NaN;

        int[] found = new LayoutKdTree(layout).NearestOf(_asked, _k, cancellation);
        int kept = 0;
        for (int i = 0; i < _asked.Length; i++)
        {
            ReadOnlySpan<int> near = found.AsSpan(i * _k, _k);
            int left = _k;
            foreach (int neighbour in _truth.NeighboursOf(_asked[i]))
            {
                // Among equal samples the sample itself need not come first.
                if (neighbour == _asked[i] || left == 0)
                    continue;
                left--;
                kept += near.Contains(neighbour) ? 1 : 0;
            }
        }

        return (double)kept / ((long)_asked.Length * _k);
    }
}
