using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// Cosines on all cores of the host. One row against all reads each unit row once, so memory sets its pace; a tile reads each
/// of its columns once and goes down its rows with it. A cosine depends on its two rows alone, never on the number of threads.
/// </summary>
public sealed class HostCosineSimilarity : ICosineSimilarity
{
    /// <summary>Multiplications worth a thread's while: some tens of microseconds.</summary>
    private const int ProductsPerPiece = 1 << 18;

    private readonly EmbeddingMatrix _unit;
    private readonly bool[] _zero;
    private readonly ParallelOptions _parallel;

    /// <summary>Normalises the rows into a copy.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    public HostCosineSimilarity(EmbeddingMatrix embedding, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _unit = RowNormalizer.Normalize(embedding, threads);
        _zero = new bool[embedding.Rows];
        for (var row = 0; row < _zero.Length; row++)
        {
            _zero[row] = !_unit.Row(row).ContainsAnyExcept(0f);
        }
    }

    /// <inheritdoc/>
    public int Count => _unit.Rows;

    /// <inheritdoc/>
    public void Row(int index, Span<float> cosines) => Tile(index, 1, 0, Count, cosines);

    /// <inheritdoc/>
    public unsafe void Tile(int firstRow, int rows, int firstColumn, int columns, Span<float> cosines)
    {
        CheckRange(firstRow, rows, nameof(rows));
        CheckRange(firstColumn, columns, nameof(columns));
        if (cosines.Length != (long)rows * columns)
            throw new ArgumentException($"{cosines.Length} values are not {rows} x {columns}", nameof(cosines));

        if (cosines.IsEmpty)
            return;

        var columnsPerPiece = (int)Math.Clamp(ProductsPerPiece / ((long)_unit.Columns * rows), 1, columns);
        var pieces = (columns + columnsPerPiece - 1) / columnsPerPiece;
        fixed (float* target = cosines)
        {
            var memory = (nint)target;
            Parallel.For(
                0,
                pieces,
                _parallel,
                piece =>
                {
                    var start = piece * columnsPerPiece;
                    Stripe(firstRow, rows, firstColumn, start, Math.Min(columns, start + columnsPerPiece), new Span<float>((float*)memory, rows * columns));
                });
        }
    }

    /// <summary>Releases nothing: the copy is the collector's.</summary>
    public void Dispose()
    {
    }

    private void CheckRange(int first, int count, string name)
    {
        if (first < 0 || count < 0 || first > Count - count)
            throw new ArgumentOutOfRangeException(name, $"{first} to {first + (long)count - 1} is not within 0 to {Count - 1}");
    }

    private void Stripe(int firstRow, int rows, int firstColumn, int start, int end, Span<float> cosines)
    {
        var stride = cosines.Length / rows;
        for (var column = start; column < end; column++)
        {
            var right = _unit.Row(firstColumn + column);
            for (var row = 0; row < rows; row++)
            {
                var same = firstRow + row == firstColumn + column;
                cosines[(row * stride) + column] = same && !_zero[firstRow + row] ? 1 : Math.Clamp(Dot(_unit.Row(firstRow + row), right), -1, 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        var rights = MemoryMarshal.Cast<float, Vector<float>>(right)[..lefts.Length];
        Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        var vector = 0;
        for (; vector + 3 < lefts.Length; vector += 4)
        {
            sum0 = Vector.MultiplyAddEstimate(lefts[vector], rights[vector], sum0);
            sum1 = Vector.MultiplyAddEstimate(lefts[vector + 1], rights[vector + 1], sum1);
            sum2 = Vector.MultiplyAddEstimate(lefts[vector + 2], rights[vector + 2], sum2);
            sum3 = Vector.MultiplyAddEstimate(lefts[vector + 3], rights[vector + 3], sum3);
        }

        for (; vector < lefts.Length; vector++)
        {
            sum0 = Vector.MultiplyAddEstimate(lefts[vector], rights[vector], sum0);
        }

        var sum = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
        for (var feature = lefts.Length * Vector<float>.Count; feature < left.Length; feature++)
        {
            sum += left[feature] * right[feature];
        }

        return sum;
    }
}
