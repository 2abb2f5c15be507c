using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Eigen;

/// <summary>
/// The largest few eigenpairs of a big symmetric matrix that is only ever applied to vectors.
/// </summary>
/// <remarks>
/// How it works (Zhou, Saad, Tiago, Chelikowsky, "Self-consistent-field calculations using Chebyshev-filtered subspace iteration", 2006): a
/// block of eight vectors, a few more than are wanted, is kept orthonormal. A Chebyshev polynomial in the matrix is small on [lower bound,
/// smallest Ritz value] and grows fastest of all polynomials above it, so each filter step damps what is unwanted. After each filter the
/// projected 8 x 8 problem (Rayleigh-Ritz) gives new estimates, the interval tightens, and the next filter is as long as the remaining
/// error asks and float rounding allows. It stops at ||A v - lambda v|| below the tolerance. Eight vectors cost hardly more than one: a
/// sparse product is bound by fetching rows of the block, and eight floats are half a cache line. A matrix of up to 64 rows is written out
/// and solved whole.
/// </remarks>
internal sealed class ChebyshevSubspace
{
    /// <summary>Eigenpairs that may be asked for: the other half of the block guards them.</summary>
    public const int MaxWanted = VectorBlock.Width / 2;

    private const int Width = VectorBlock.Width;
    private const int DenseRows = 64;
    private const uint StartStream = 0x80000001;

    // What one filter may amplify the largest eigenvector by against the rest: the smaller ones keep 24 bits minus this much.
    private static readonly double LogAmplification = Math.Log(3e3);

    private readonly IBlockOperator _matrix;
    private readonly VectorBlock _blocks;
    private readonly double _lowerBound;
    private readonly float[]? _known;

    /// <summary>Prepares a search.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="lowerBound">No eigenvalue lies below this.</param>
    /// <param name="known">A unit eigenvector to leave out, of the largest eigenvalue, or null.</param>
    /// <param name="threads">Threads to use at most.</param>
    public ChebyshevSubspace(IBlockOperator matrix, double lowerBound, float[]? known, int threads)
    {
        _matrix = matrix;
        _lowerBound = lowerBound;
        _known = known;
        _blocks = new VectorBlock(matrix.Size, threads);
    }

    /// <summary>Finds the largest eigenpairs, the known one left out.</summary>
    /// <param name="wanted">1 to <see cref="MaxWanted"/>; those beyond the matrix's rows come out as zero vectors.</param>
    /// <param name="tolerance">Residual to reach, as a share of the largest value's distance from the lower bound.</param>
    /// <param name="maxApplications">The number of applications after which it gives up, roughly.</param>
    /// <param name="seed">Seed of the first block.</param>
    /// <param name="report">Receives the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops between filters.</param>
    public EigenPairs Largest(
        int wanted,
        double tolerance,
        int maxApplications,
        ulong seed,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, MaxWanted);
        return _matrix.Size <= DenseRows ? SolveDense(wanted) : Iterate(wanted, tolerance, maxApplications, seed, report, cancellation);
    }

    private EigenPairs Iterate(
        int wanted,
        double tolerance,
        int maxApplications,
        ulong seed,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        int size = _matrix.Size;
        float[] block = StartBlock(size, seed);
        float[] product = new float[block.Length];
        int applications = 0;
        double firstResidual = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_known is not null)
                _blocks.Deflate(block, _known);

            _matrix.Apply(block, product, 1, 0, 0);
            applications++;
            (double[] values, int active) = RayleighRitz(block, product);
            double[] residuals = _blocks.Residuals(block, product, values);
            double scale = Math.Max(values[0] - _lowerBound, double.Epsilon);
            double residual = 0;
            for (int c = 0; c < Math.Min(wanted, active); c++)
                residual = Math.Max(residual, residuals[c] / scale);

            firstResidual = Math.Max(firstResidual, residual);
            bool converged = residual <= tolerance;

            // A block that is not finite any more never will be.
            if (converged || !double.IsFinite(residual) || applications >= maxApplications)
                return new EigenPairs(values[..wanted], ColumnsOf(block, size, wanted), residual * scale, applications, converged);

            report(Math.Clamp(Math.Log(firstResidual / residual) / Math.Log(firstResidual / tolerance), 0, 1));
            Filter(ref block, ref product, values, active, Math.Min(wanted, active), residual / tolerance, ref applications);
        }
    }

    /// <summary>
    /// Applies the scaled Chebyshev polynomial to the block: 1 at the largest value looked for, oscillating and small on the unwanted
    /// interval.
    /// </summary>
    private void Filter(
        ref float[] block,
        ref float[] product,
        double[] values,
        int active,
        int wanted,
        double excess,
        ref int applications
    )
    {
        double upper = Math.Max(values[active - 1], _lowerBound + (1e-6 * Math.Max(Math.Abs(values[0] - _lowerBound), double.Epsilon)));
        double half = (upper - _lowerBound) / 2;
        double centre = (upper + _lowerBound) / 2;
        double top = Math.Max(values[0], upper);
        double growthOfWanted = Math.Acosh(Math.Max((values[wanted - 1] - centre) / half, 1 + 1e-6));
        double growthOfTop = Math.Acosh(Math.Max((top - centre) / half, 1 + 1e-6));
        int enough = (int)Math.Min(1 + (Math.Log(4 * excess) / growthOfWanted), 1000);
        int safe = (int)Math.Min(LogAmplification / growthOfTop, 60);
        int degree = Math.Max(1, Math.Min(enough, safe));

        double sigma = half / (top - centre);
        double tau = 2 / sigma;

        // The product is at hand from the projection: the first step needs no other.
        _blocks.ShiftProduct(block, product, (float)(sigma / half), (float)centre);
        float[] before = block,
            now = product;
        for (int step = 2; step <= degree; step++)
        {
            double next = 1 / (tau - sigma);
            _matrix.Apply(now, before, (float)(2 * next / half), (float)centre, (float)(sigma * next));
            (before, now) = (now, before);
            sigma = next;
        }

        applications += degree - 1;
        block = now;
        product = before;
    }

    /// <summary>
    /// Makes block orthonormal and turns it (and its product) onto the Ritz vectors, largest value first. Directions that are lost in
    /// rounding become zero columns, behind the active ones.
    /// </summary>
    private (double[] Values, int Active) RayleighRitz(float[] block, float[] product)
    {
        double[] gram = _blocks.Gram(block, block);
        double[] projected = _blocks.Gram(block, product);
        (double[] squares, double[] directions) = SmallSymmetricEigen.Decompose(gram, Width);
        int active = 0;
        while (active < Width && squares[active] > 1e-11 * squares[0])
            active++;

        double[] values = new double[Width];
        double[] rotation = new double[Width * Width];
        if (active > 0)
        {
            double[] whiten = new double[Width * active];
            for (int i = 0; i < Width; i++)
            {
                for (int c = 0; c < active; c++)
                    whiten[(i * active) + c] = directions[(i * Width) + c] / Math.Sqrt(squares[c]);
            }

            (double[] ritz, double[] turns) = SmallSymmetricEigen.Decompose(Project(projected, whiten, active), active);
            ritz.CopyTo(values, 0);
            for (int i = 0; i < Width; i++)
            {
                for (int c = 0; c < active; c++)
                {
                    double sum = 0;
                    for (int m = 0; m < active; m++)
                        sum += whiten[(i * active) + m] * turns[(m * active) + c];

                    rotation[(i * Width) + c] = sum;
                }
            }
        }

        _blocks.Rotate(block, rotation);
        _blocks.Rotate(product, rotation);
        return (values, Math.Max(active, 1));
    }

    /// <summary>whiten' * (projected, made symmetric) * whiten.</summary>
    private static double[] Project(double[] projected, double[] whiten, int active)
    {
        double[] half = new double[Width * active];
        double[] result = new double[active * active];
        for (int i = 0; i < Width; i++)
        {
            for (int c = 0; c < active; c++)
            {
                for (int m = 0; m < Width; m++)
                    half[(i * active) + c] += 0.5 * (projected[(i * Width) + m] + projected[(m * Width) + i]) * whiten[(m * active) + c];
            }
        }

        for (int r = 0; r < active; r++)
        {
            for (int c = 0; c < active; c++)
            {
                for (int m = 0; m < Width; m++)
                    result[(r * active) + c] += whiten[(m * active) + r] * half[(m * active) + c];
            }
        }

        return result;
    }

    private EigenPairs SolveDense(int wanted)
    {
        int size = _matrix.Size;
        double[] dense = new double[size * size];
        float[] unit = new float[size * Width];
        float[] columns = new float[size * Width];
        int applications = 0;
        for (int first = 0; first < size; first += Width)
        {
            Array.Clear(unit);
            int count = Math.Min(Width, size - first);
            for (int c = 0; c < count; c++)
                unit[((first + c) * Width) + c] = 1;

            _matrix.Apply(unit, columns, 1, 0, 0);
            applications++;
            for (int i = 0; i < size; i++)
            {
                for (int c = 0; c < count; c++)
                    dense[(i * size) + first + c] = columns[(i * Width) + c];
            }
        }

        if (_known is not null)
            MoveKnownDown(dense, size);

        (double[] values, double[] vectors) = SmallSymmetricEigen.Decompose(dense, size);
        double[] largest = new double[wanted];
        float[] result = new float[size * wanted];
        for (int j = 0; j < Math.Min(wanted, size); j++)
        {
            largest[j] = values[j];
            for (int i = 0; i < size; i++)
                result[(i * wanted) + j] = (float)vectors[(i * size) + j];
        }

        VectorSigns.Fix(result, size, wanted);
        return new EigenPairs(largest, result, 0, applications, true);
    }

    /// <summary>Moves the known vector's eigenvalue to the lower bound, behind all others.</summary>
    private void MoveKnownDown(double[] dense, int size)
    {
        double quotient = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                quotient += _known![i] * dense[(i * size) + j] * _known[j];
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                dense[(i * size) + j] -= (quotient - _lowerBound) * _known![i] * _known[j];
        }
    }

    private static float[] StartBlock(int size, ulong seed)
    {
        float[] block = new float[size * Width];
        for (int i = 0; i < size; i++)
        {
            uint key = CounterRandom.Key(seed, StartStream, (uint)i);
            for (int c = 0; c < Width; c++)
                block[(i * Width) + c] = CounterRandom.Symmetric(CounterRandom.Bits(key, (uint)c));
        }

        return block;
    }

    private static float[] ColumnsOf(float[] block, int size, int wanted)
    {
        float[] vectors = new float[size * wanted];
        for (int i = 0; i < size; i++)
            block.AsSpan(i * Width, wanted).CopyTo(vectors.AsSpan(i * wanted));

        VectorSigns.Fix(vectors, size, wanted);
        return vectors;
    }
}
