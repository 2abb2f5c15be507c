using GpuCluster.Compute.Host.Eigen;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Components;

/// <summary>The axes of largest variance of a covariance, as many as wanted.</summary>
/// <param name="Axes">wanted x d values: orthonormal rows, of either sign. Beyond the rank of the data they are arbitrary or zero.</param>
/// <param name="Variances">The variance along each, descending, 0 or more.</param>
/// <param name="Converged">False where the last steps still changed a variance.</param>
/// <remarks>
/// How it works (Halko, Martinsson and Tropp, "Finding structure with randomness", 2011, algorithm 4.4): a block of random rows, some more
/// than are wanted, is multiplied by the covariance and made orthonormal, again and again. Each step shrinks what is not wanted by the
/// ratio of the variances; the additional rows make that ratio that of the last wanted to the first that is not in the block. Now and then
/// the covariance within the block is solved whole (Rayleigh and Ritz), which gives the variances: axes of nearly the same variance would
/// take long to part by steps alone. The covariance decides whether the result is exact: one that is formed costs so little to apply that
/// steps go on until no variance changes, where one that reads all data gets the few steps of the randomised method.
/// </remarks>
internal sealed record LeadingAxes(float[] Axes, double[] Variances, bool Converged)
{
    private const uint Stream = 0x50434153;

    /// <summary>The block is solved after so many steps first, then whenever they have doubled.</summary>
    private const int FirstSolved = 4;

    /// <summary>Variances below this share of the largest are not waited for.</summary>
    private const double MinShare = 1e-6;

    /// <summary>Finds them.</summary>
    /// <param name="covariance">Of d features.</param>
    /// <param name="wanted">1 to d.</param>
    /// <param name="maxSteps">Applications at most, 1 or more.</param>
    /// <param name="tolerance">A variance that the second half of the steps changed by less than this share has settled: what is left is
    /// about the square of that.</param>
    /// <param name="seed">Seed of the first block.</param>
    /// <param name="report">Receives the share of the steps done.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public static LeadingAxes Find(
        ICovariance covariance,
        int wanted,
        int maxSteps,
        double tolerance,
        ulong seed,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        int d = covariance.Features,
            width = Math.Min(d, wanted + Math.Max(8, wanted / 4));
        float[] axes = new float[width * d];
        for (int axis = 0; axis < width; axis++)
            Fill(axes.AsSpan(axis * d, d), seed, axis);

        Orthonormalise(axes, width, d, seed);
        double[] last = new double[width];
        for (int step = 1; ; step++)
        {
            float[] applied = covariance.Apply(axes, width, cancellation);
            report((double)step / maxSteps);
            if (step == maxSteps || width == d || (step >= FirstSolved && int.IsPow2(step)))
            {
                (double[] variances, double[] turns) = Solve(axes, applied, width, d);

                // A block of all d directions is the whole space at once.
                bool settled = width == d || HaveSettled(variances[..wanted], last[..wanted], tolerance);
                if (settled || step == maxSteps)
                {
                    return new LeadingAxes(
                        Turn(axes, turns, width, d)[..(wanted * d)],
                        [.. variances.Take(wanted).Select(variance => Math.Max(variance, 0))],
                        settled
                    );
                }

                (applied, last) = (Turn(applied, turns, width, d), variances);
            }

            Orthonormalise(applied, width, d, seed);
            axes = applied;
        }
    }

    private static bool HaveSettled(double[] variances, double[] last, double tolerance)
    {
        double min = MinShare * variances.Max();
        return variances.Zip(last).All(pair => pair.First < min || Math.Abs(pair.First - pair.Second) <= tolerance * pair.First);
    }

    /// <summary>
    /// Rows that the earlier ones span get a new start: a direction of little variance can be lost in the rounding of the first steps.
    /// </summary>
    private static void Orthonormalise(float[] rows, int count, int d, ulong seed)
    {
        OrthonormalRows.Make(rows, count, d);
        bool lost = false;
        for (int row = 0; row < count; row++)
        {
            Span<float> values = rows.AsSpan(row * d, d);
            if (!values.ContainsAnyExcept(0f))
            {
                Fill(values, seed, count + row);
                lost = true;
            }
        }

        if (lost)
            OrthonormalRows.Make(rows, count, d);
    }

    private static void Fill(Span<float> row, ulong seed, int item)
    {
        uint key = CounterRandom.Key(seed, Stream, (uint)item);
        for (int i = 0; i < row.Length; i++)
            row[i] = CounterRandom.Symmetric(CounterRandom.Bits(key, (uint)i));
    }

    /// <summary>The covariance within the block: its eigenvalues, descending, and its eigenvectors as columns.</summary>
    private static (double[] Variances, double[] Turns) Solve(float[] axes, float[] applied, int width, int d)
    {
        double[] within = new double[width * width];
        for (int row = 0; row < width; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double there = DoubleSum.OfProducts(axes.AsSpan(row * d, d), applied.AsSpan(column * d, d));
                double back = DoubleSum.OfProducts(axes.AsSpan(column * d, d), applied.AsSpan(row * d, d));
                within[(row * width) + column] = within[(column * width) + row] = (there + back) / 2;
            }
        }

        return SmallSymmetricEigen.Decompose(within, width);
    }

    /// <summary>The rows turned onto the eigenvectors.</summary>
    private static float[] Turn(float[] rows, double[] turns, int width, int d)
    {
        float[] turned = new float[rows.Length];
        for (int to = 0; to < width; to++)
        {
            Span<float> sum = turned.AsSpan(to * d, d);
            for (int from = 0; from < width; from++)
                RowSums.Add(sum, rows.AsSpan(from * d, d), (float)turns[(from * width) + to]);
        }

        return turned;
    }
}
