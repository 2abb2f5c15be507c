using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Threads;

namespace GpuCluster.Compute.Host.Eigen;

/// <summary>
/// What a subspace iteration does with blocks of eight interleaved vectors besides applying the matrix: inner products, rotations,
/// projections. Inner products are summed in double: after a filter the vectors of a block are nearly parallel, and their Gram matrix would
/// drown in float rounding.
/// </summary>
internal sealed class VectorBlock
{
    /// <summary>Vectors in a block: one Vector256 of floats.</summary>
    public const int Width = 8;

    // 512 rows of 32 bytes stay in the first cache while a chunk is read twice.
    private const int ChunkRows = 512;

    private readonly RowChunks _chunks;
    private readonly double[] _partials;

    /// <summary>Prepares work on blocks of <paramref name="size"/> rows.</summary>
    public VectorBlock(int size, int threads)
    {
        _chunks = new RowChunks(size, ChunkRows, threads);
        _partials = new double[_chunks.Count * Width * Width];
    }

    /// <summary>The 8 x 8 matrix of inner products a_i . b_j, at i * 8 + j.</summary>
    public double[] Gram(float[] a, float[] b)
    {
        double[] partials = _partials;
        _chunks.Run(
            (chunk, first, end) =>
            {
                Span<double> sums = partials.AsSpan(chunk * Width * Width, Width * Width);
                GramOfRows(a, b, first, end, 0, sums);
                GramOfRows(a, b, first, end, Width / 2, sums);
            }
        );
        return SumOfPartials(Width * Width);
    }

    /// <summary>block = block * rotation.</summary>
    /// <param name="block">Overwritten.</param>
    /// <param name="rotation">8 x 8, row-major.</param>
    public void Rotate(float[] block, double[] rotation)
    {
        Vector256<float>[] rows = RowsOf(rotation);
        _chunks.Run((_, first, end) => RotateRows(block, rows, first, end));
    }

    /// <summary>The norm of product_c - values_c * block_c for each of the eight vectors.</summary>
    public double[] Residuals(float[] block, float[] product, double[] values)
    {
        double[] partials = _partials;
        Span<float> narrow = stackalloc float[Width];
        for (int c = 0; c < Width; c++)
            narrow[c] = (float)values[c];

        Vector256<float> lambda = Vector256.Create<float>(narrow);
        _chunks.Run((chunk, first, end) => ResidualOfRows(block, product, lambda, first, end, partials.AsSpan(chunk * Width, Width)));
        double[] squares = SumOfPartials(Width);
        for (int c = 0; c < Width; c++)
            squares[c] = Math.Sqrt(squares[c]);

        return squares;
    }

    /// <summary>Takes the part along a unit vector out of all eight.</summary>
    public void Deflate(float[] block, float[] unit)
    {
        double[] partials = _partials;
        _chunks.Run((chunk, first, end) => DotOfRows(block, unit, first, end, partials.AsSpan(chunk * Width, Width)));
        double[] dots = SumOfPartials(Width);
        Span<float> narrow = stackalloc float[Width];
        for (int c = 0; c < Width; c++)
            narrow[c] = (float)dots[c];

        Vector256<float> along = Vector256.Create<float>(narrow);
        _chunks.Run((_, first, end) => SubtractRows(block, unit, along, first, end));
    }

    /// <summary>product = scale * (product - shift * block).</summary>
    public void ShiftProduct(float[] block, float[] product, float scale, float shift) =>
        _chunks.Run((_, first, end) => ShiftRows(block, product, Vector256.Create(scale), Vector256.Create(shift), first, end));

    private double[] SumOfPartials(int length)
    {
        double[] sum = new double[length];
        for (int chunk = 0; chunk < _chunks.Count; chunk++)
        {
            for (int i = 0; i < length; i++)
                sum[i] += _partials[(chunk * length) + i];
        }

        return sum;
    }

    /// <summary>Four rows of the Gram matrix at a time, so that the eight sums of doubles stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GramOfRows(float[] a, float[] b, int first, int end, int row, Span<double> sums)
    {
        ref float aStart = ref MemoryMarshal.GetArrayDataReference(a);
        ref float bStart = ref MemoryMarshal.GetArrayDataReference(b);
        Vector256<double> l0 = default,
            h0 = default,
            l1 = default,
            h1 = default,
            l2 = default,
            h2 = default,
            l3 = default,
            h3 = default;
        for (int i = first; i < end; i++)
        {
            nuint at = (nuint)i * Width;
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref bStart, at));
            ref float from = ref Unsafe.Add(ref aStart, at + (nuint)row);
            Vector256<double> x = Vector256.Create((double)from);
            l0 += x * low;
            h0 += x * high;
            x = Vector256.Create((double)Unsafe.Add(ref from, 1));
            l1 += x * low;
            h1 += x * high;
            x = Vector256.Create((double)Unsafe.Add(ref from, 2));
            l2 += x * low;
            h2 += x * high;
            x = Vector256.Create((double)Unsafe.Add(ref from, 3));
            l3 += x * low;
            h3 += x * high;
        }

        Span<double> to = sums[(row * Width)..];
        l0.CopyTo(to);
        h0.CopyTo(to[4..]);
        l1.CopyTo(to[8..]);
        h1.CopyTo(to[12..]);
        l2.CopyTo(to[16..]);
        h2.CopyTo(to[20..]);
        l3.CopyTo(to[24..]);
        h3.CopyTo(to[28..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RotateRows(float[] block, Vector256<float>[] rotation, int first, int end)
    {
        ref float start = ref MemoryMarshal.GetArrayDataReference(block);
        for (int i = first; i < end; i++)
        {
            ref float row = ref Unsafe.Add(ref start, (nint)i * Width);
            Vector256<float> sum = Vector256.Create(row) * rotation[0];
            for (int c = 1; c < Width; c++)
                sum = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref row, c)), rotation[c], sum);

            sum.StoreUnsafe(ref row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ResidualOfRows(float[] block, float[] product, Vector256<float> lambda, int first, int end, Span<double> sums)
    {
        ref float blockStart = ref MemoryMarshal.GetArrayDataReference(block);
        ref float productStart = ref MemoryMarshal.GetArrayDataReference(product);
        Vector256<float> sum = default;
        for (int i = first; i < end; i++)
        {
            nuint at = (nuint)i * Width;
            Vector256<float> difference = Vector256.LoadUnsafe(ref productStart, at) - (lambda * Vector256.LoadUnsafe(ref blockStart, at));
            sum += difference * difference;
        }

        for (int c = 0; c < Width; c++)
            sums[c] = sum[c];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DotOfRows(float[] block, float[] unit, int first, int end, Span<double> sums)
    {
        ref float start = ref MemoryMarshal.GetArrayDataReference(block);
        Vector256<double> low = default,
            high = default;
        for (int i = first; i < end; i++)
        {
            (Vector256<double> rowLow, Vector256<double> rowHigh) = Vector256.Widen(Vector256.LoadUnsafe(ref start, (nuint)i * Width));
            Vector256<double> x = Vector256.Create((double)unit[i]);
            low += x * rowLow;
            high += x * rowHigh;
        }

        low.CopyTo(sums);
        high.CopyTo(sums[4..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractRows(float[] block, float[] unit, Vector256<float> along, int first, int end)
    {
        ref float start = ref MemoryMarshal.GetArrayDataReference(block);
        for (int i = first; i < end; i++)
        {
            nuint at = (nuint)i * Width;
            (Vector256.LoadUnsafe(ref start, at) - (Vector256.Create(unit[i]) * along)).StoreUnsafe(ref start, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ShiftRows(float[] block, float[] product, Vector256<float> scale, Vector256<float> shift, int first, int end)
    {
        ref float blockStart = ref MemoryMarshal.GetArrayDataReference(block);
        ref float productStart = ref MemoryMarshal.GetArrayDataReference(product);
        for (int i = first; i < end; i++)
        {
            nuint at = (nuint)i * Width;
            (scale * (Vector256.LoadUnsafe(ref productStart, at) - (shift * Vector256.LoadUnsafe(ref blockStart, at)))).StoreUnsafe(
                ref productStart,
                at
            );
        }
    }

    private static Vector256<float>[] RowsOf(double[] rotation)
    {
        Vector256<float>[] rows = new Vector256<float>[Width];
        Span<float> narrow = stackalloc float[Width];
        for (int r = 0; r < Width; r++)
        {
            for (int c = 0; c < Width; c++)
                narrow[c] = (float)rotation[(r * Width) + c];

            rows[r] = Vector256.Create<float>(narrow);
        }

        return rows;
    }
}
