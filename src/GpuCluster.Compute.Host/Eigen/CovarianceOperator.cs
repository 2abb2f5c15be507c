using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Eigen;

/// <summary>
/// The d x d covariance of an embedding's features (divided by n - 1), which is never formed: it is applied as the sum of (x - mean) (x -
/// mean)'v over the rows x. Eight vectors need 16 n d multiply-adds and one reading of the data, where forming the matrix costs n d^2.
/// </summary>
internal sealed class CovarianceOperator : IBlockOperator
{
    private const int Width = VectorBlock.Width;

    // Each chunk keeps d x 8 sums: a fixed number of chunks bounds them, and their order of addition does not depend on the threads.
    private const int MaxChunks = 64;
    private const int MinRows = 64;
    private const int RowsAtATime = 4;

    // Of powers of two that float holds with their inverse.
    private const int MaxExponent = 126;

    private readonly EmbeddingMatrix _embedding;
    private readonly RowChunks _chunks;
    private readonly float[] _partials;
    private readonly float[] _scaledMean;

    /// <summary>Finds the mean of each feature, and the scale.</summary>
    public CovarianceOperator(EmbeddingMatrix embedding, int threads)
    {
        _embedding = embedding;
        int chunkRows = Math.Max(MinRows, (embedding.Rows + MaxChunks - 1) / MaxChunks);
        _chunks = new RowChunks(embedding.Rows, chunkRows, threads);
        _partials = new float[_chunks.Count * embedding.Columns * Width];
        (Mean, TotalVariance) = MeanAndVariance();
        Scale = TotalVariance > 0 ? (float)Math.ScaleB(1, Math.Clamp(-Math.ILogB(Math.Sqrt(TotalVariance)), -MaxExponent, MaxExponent)) : 1;
        _scaledMean = Array.ConvertAll(Mean, value => value * Scale);
    }

    /// <inheritdoc/>
    public int Size => _embedding.Columns;

    /// <summary>The mean of each feature.</summary>
    public float[] Mean { get; }

    /// <summary>
    /// Rows are multiplied by this power of two, so that squares of huge or tiny values stay within float: what is applied is the
    /// covariance times its square.
    /// </summary>
    public float Scale { get; }

    /// <summary>The sum of all features' variances: the trace of the covariance.</summary>
    public double TotalVariance { get; }

    /// <inheritdoc/>
    public void Apply(float[] current, float[] next, float scale, float shift, float back)
    {
        int features = Size;
        _chunks.Run(
            (chunk, first, end) =>
            {
                Span<float> sums = _partials.AsSpan(chunk * features * Width, features * Width);
                sums.Clear();
                float[] centred = new float[features * RowsAtATime];
                for (int row = first; row < end; row += RowsAtATime)
                {
                    Centre(row, Math.Min(RowsAtATime, end - row), centred);
                    Accumulate(centred, current, sums, features);
                }
            }
        );

        double divisor = Math.Max(_embedding.Rows - 1, 1);
        for (int i = 0; i < features * Width; i++)
        {
            double sum = 0;
            for (int chunk = 0; chunk < _chunks.Count; chunk++)
                sum += _partials[(chunk * features * Width) + i];

            float product = (float)((sum / divisor) - (shift * (double)current[i]));
            next[i] = back == 0 ? scale * product : (scale * product) - (back * next[i]);
        }
    }

    /// <summary>Projects every row, mean subtracted, onto some vectors.</summary>
    /// <param name="vectors">Row-major, d x count.</param>
    /// <param name="count">Vectors, up to 8.</param>
    /// <returns>Row-major, n x count.</returns>
    public float[] Project(float[] vectors, int count)
    {
        int features = Size;
        float[] block = new float[features * Width];
        for (int i = 0; i < features; i++)
            vectors.AsSpan(i * count, count).CopyTo(block.AsSpan(i * Width));

        float[] projected = new float[_embedding.Rows * count];
        _chunks.Run(
            (_, first, end) =>
            {
                float[] centred = new float[features * RowsAtATime];
                Span<float> lanes = stackalloc float[Width * RowsAtATime];
                for (int row = first; row < end; row += RowsAtATime)
                {
                    int rows = Math.Min(RowsAtATime, end - row);
                    Centre(row, rows, centred);
                    Dots(
                        centred,
                        block,
                        features,
                        out Vector256<float> a,
                        out Vector256<float> b,
                        out Vector256<float> c,
                        out Vector256<float> d
                    );
                    a.CopyTo(lanes);
                    b.CopyTo(lanes[Width..]);
                    c.CopyTo(lanes[(2 * Width)..]);
                    d.CopyTo(lanes[(3 * Width)..]);
                    for (int r = 0; r < rows; r++)
                        lanes.Slice(r * Width, count).CopyTo(projected.AsSpan((row + r) * count));
                }
            }
        );
        for (int i = 0; i < projected.Length; i++)
            projected[i] /= Scale;
        return projected;
    }

    /// <summary>Copies up to four rows, less the mean, scaled; missing rows become zeros.</summary>
    private void Centre(int row, int rows, float[] centred)
    {
        int features = Size;
        for (int r = 0; r < rows; r++)
            Subtract(_embedding.Row(row + r), _scaledMean, Scale, centred.AsSpan(r * features, features));

        centred.AsSpan(rows * features).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(ReadOnlySpan<float> row, ReadOnlySpan<float> scaledMean, float scale, Span<float> difference)
    {
        int f = 0;
        for (; f + Width <= difference.Length; f += Width)
            ((Vector256.Create(row[f..]) * scale) - Vector256.Create(scaledMean[f..])).CopyTo(difference[f..]);

        for (; f < difference.Length; f++)
            difference[f] = (row[f] * scale) - scaledMean[f];
    }

    /// <summary>sums += centred' * (centred * current) for four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(float[] centred, float[] current, Span<float> sums, int features)
    {
        Dots(centred, current, features, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d);
        ref float first = ref MemoryMarshal.GetArrayDataReference(centred);
        ref float second = ref Unsafe.Add(ref first, features);
        ref float third = ref Unsafe.Add(ref second, features);
        ref float fourth = ref Unsafe.Add(ref third, features);
        ref float to = ref MemoryMarshal.GetReference(sums);
        for (nint f = 0; f < features; f++)
        {
            nuint at = (nuint)f * Width;
            Vector256<float> even = Vector256.MultiplyAddEstimate(
                Vector256.Create(Unsafe.Add(ref first, f)),
                a,
                Vector256.LoadUnsafe(ref to, at)
            );
            Vector256<float> odd = Vector256.Create(Unsafe.Add(ref second, f)) * b;
            even = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref third, f)), c, even);
            odd = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref fourth, f)), d, odd);
            (even + odd).StoreUnsafe(ref to, at);
        }
    }

    /// <summary>Four rows times eight vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots(
        float[] centred,
        float[] block,
        int features,
        out Vector256<float> a,
        out Vector256<float> b,
        out Vector256<float> c,
        out Vector256<float> d
    )
    {
        ref float first = ref MemoryMarshal.GetArrayDataReference(centred);
        ref float second = ref Unsafe.Add(ref first, features);
        ref float third = ref Unsafe.Add(ref second, features);
        ref float fourth = ref Unsafe.Add(ref third, features);
        ref float start = ref MemoryMarshal.GetArrayDataReference(block);
        Vector256<float> sumA = default,
            sumB = default,
            sumC = default,
            sumD = default;
        for (nint f = 0; f < features; f++)
        {
            Vector256<float> row = Vector256.LoadUnsafe(ref start, (nuint)f * Width);
            sumA = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref first, f)), row, sumA);
            sumB = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref second, f)), row, sumB);
            sumC = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref third, f)), row, sumC);
            sumD = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref fourth, f)), row, sumD);
        }

        (a, b, c, d) = (sumA, sumB, sumC, sumD);
    }

    private (float[] Mean, double TotalVariance) MeanAndVariance()
    {
        int features = Size;
        double[] sums = new double[_chunks.Count * features];
        double[] squares = new double[_chunks.Count * features];
        ReadOnlyMemory<float> memory = _embedding.Values;

        // The first row is subtracted on the way, so that squares do not swamp a variance that is small beside the mean.
        _chunks.Run(
            (chunk, first, end) =>
            {
                ReadOnlySpan<float> values = memory.Span;
                AddRows(values, features, first, end, sums.AsSpan(chunk * features, features), squares.AsSpan(chunk * features, features));
            }
        );

        float[] mean = new float[features];
        double variance = 0;
        int rows = Math.Max(_embedding.Rows, 1);
        for (int f = 0; f < features; f++)
        {
            double sum = 0,
                square = 0;
            for (int chunk = 0; chunk < _chunks.Count; chunk++)
            {
                sum += sums[(chunk * features) + f];
                square += squares[(chunk * features) + f];
            }

            double offset = _embedding.Rows > 0 ? memory.Span[f] : 0;
            mean[f] = (float)(offset + (sum / rows));
            variance += Math.Max(square - (sum * sum / rows), 0) / Math.Max(rows - 1, 1);
        }

        return (mean, variance);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(ReadOnlySpan<float> values, int features, int first, int end, Span<double> sums, Span<double> squares)
    {
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> x = values.Slice((int)(row * (long)features), features);
            for (int f = 0; f < x.Length; f++)
            {
                double value = (double)x[f] - values[f];
                sums[f] += value;
                squares[f] += value * value;
            }
        }
    }
}
