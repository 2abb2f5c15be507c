using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// Measures samples against all of a few centres in double. How it works: the centres lie feature by feature, eight to a register, and four
/// samples are measured at a time, so that four sums are under way and each register of centres is loaded once for all of them.
/// </summary>
/// <param name="embedding">n x d values.</param>
internal sealed class FewCentres(EmbeddingMatrix embedding) : ICentreSearch
{
    /// <summary>With more centres than this, products of tiles are faster.</summary>
    public const int Max = 32;

    private const int Lanes = 8;
    private const int Samples = 4;

    private int _count;
    private double[] _centres = [];

    private int Padded => (_count + Lanes - 1) / Lanes * Lanes;

    /// <inheritdoc/>
    public void Begin(double[][] centres)
    {
        _count = centres.Length;
        if (_centres.Length == 0)
        {
            // What fills up a register is far from everything.
            _centres = new double[Padded * embedding.Columns];
            Array.Fill(_centres, double.PositiveInfinity);
        }

        for (int centre = 0; centre < _count; centre++)
        {
            for (int feature = 0; feature < embedding.Columns; feature++)
                _centres[(feature * Padded) + centre] = centres[centre][feature];
        }
    }

    /// <inheritdoc/>
    public bool Assign(ReadOnlySpan<int> samples, int[] clusterOf, CentreBounds bounds)
    {
        bool changed = false;
        Span<double> squares = stackalloc double[Samples * Max];
        for (int at = 0; at < samples.Length; at += Samples)
        {
            // Behind the last sample it is measured again.
            int last = samples.Length - 1;
            Measure(
                embedding.Row(samples[at]),
                embedding.Row(samples[Math.Min(at + 1, last)]),
                embedding.Row(samples[Math.Min(at + 2, last)]),
                embedding.Row(samples[Math.Min(at + 3, last)]),
                squares
            );
            for (int i = 0; i < Samples && at + i <= last; i++)
            {
                int sample = samples[at + i],
                    nearest = Nearest(squares.Slice(i * Max, _count), out double own, out double others);
                bounds.Set(sample, own, others);
                changed |= clusterOf[sample] != nearest;
                clusterOf[sample] = nearest;
            }
        }

        return changed;
    }

    /// <inheritdoc/>
    public void Dispose() { }

    /// <summary>The first of the least, and the two least values.</summary>
    private static int Nearest(ReadOnlySpan<double> squares, out double least, out double second)
    {
        int nearest = 0;
        (least, second) = (squares[0], double.PositiveInfinity);
        for (int centre = 1; centre < squares.Length; centre++)
        {
            double square = squares[centre];
            if (square < least)
                (nearest, least, second) = (centre, square, least);
            else
                second = Math.Min(second, square);
        }

        return nearest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure(
        ReadOnlySpan<float> row0,
        ReadOnlySpan<float> row1,
        ReadOnlySpan<float> row2,
        ReadOnlySpan<float> row3,
        Span<double> squares
    )
    {
        int padded = Padded;
        for (int first = 0; first < padded; first += Lanes)
        {
            Vector512<double> sum0 = default,
                sum1 = default,
                sum2 = default,
                sum3 = default;
            ref double centre = ref _centres[first];
            for (int feature = 0; feature < row0.Length; feature++)
            {
                Vector512<double> centres = Vector512.LoadUnsafe(ref centre);
                Vector512<double> difference = Vector512.Create((double)row0[feature]) - centres;
                sum0 = Vector512.MultiplyAddEstimate(difference, difference, sum0);
                difference = Vector512.Create((double)row1[feature]) - centres;
                sum1 = Vector512.MultiplyAddEstimate(difference, difference, sum1);
                difference = Vector512.Create((double)row2[feature]) - centres;
                sum2 = Vector512.MultiplyAddEstimate(difference, difference, sum2);
                difference = Vector512.Create((double)row3[feature]) - centres;
                sum3 = Vector512.MultiplyAddEstimate(difference, difference, sum3);
                centre = ref Unsafe.Add(ref centre, padded);
            }

            sum0.CopyTo(squares[first..]);
            sum1.CopyTo(squares[(Max + first)..]);
            sum2.CopyTo(squares[((2 * Max) + first)..]);
            sum3.CopyTo(squares[((3 * Max) + first)..]);
        }
    }
}
