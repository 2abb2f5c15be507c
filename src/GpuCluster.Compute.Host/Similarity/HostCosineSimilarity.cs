using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// Cosines on all cores of the host. The embedding stays as it is: kept beside it is 1 / length of each row, 8 n bytes, and a row that all
/// are compared with is scaled to length 1 for the time of the call. One row against all then reads each row once, so memory sets its pace;
/// a tile reads each of its columns once and goes down its rows with it. A cosine depends on its two rows alone, never on the number of
/// threads. Any thread may call, several at a time too.
/// </summary>
public sealed class HostCosineSimilarity : ICosineSimilarity
{
    /// <summary>Multiplications worth a thread's while: some tens of microseconds.</summary>
    private const int ProductsPerPiece = 1 << 18;

    /// <summary>
    /// Products of a unit row with one shorter than this lose digits to subnormal numbers, with one longer than the other may overflow:
    /// both are summed in double.
    /// </summary>
    private const double ShortestInSingle = 1e-25,
        LongestInSingle = 1e30;

    private readonly EmbeddingMatrix _embedding;
    private readonly double[] _inverses;
    private readonly int _threads;

    /// <summary>
    /// Takes the rows; each is measured when it is first compared, while it is in cache, so that a single question reads the embedding
    /// once.
    /// </summary>
    /// <param name="embedding">n x d values, read until disposal.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    public HostCosineSimilarity(EmbeddingMatrix embedding, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _embedding = embedding;
        _threads = threads;
        _inverses = new double[embedding.Rows];
        Array.Fill(_inverses, double.NaN);
    }

    /// <inheritdoc/>
    public int Count => _embedding.Rows;

    /// <inheritdoc/>
    public void Row(int index, Span<float> cosines) => Tile(index, 1, 0, Count, cosines);

    /// <inheritdoc/>
    public unsafe void Query(ReadOnlySpan<float> vector, Span<float> cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, _embedding.Columns, nameof(vector));
        CheckLength(cosines, 1, Count);
        float[] unit = new float[vector.Length];
        RowNormaliser.Normalize(vector, unit);
        fixed (float* target = cosines)
        {
            nint memory = (nint)target;
            ForStripes(
                Count,
                unit.Length,
                (start, end) =>
                {
                    Span<float> row = new((float*)memory, Count);
                    for (int sample = start; sample < end; sample++)
                        row[sample] = Cosine(-1, unit, sample);
                }
            );
        }
    }

    /// <inheritdoc/>
    public unsafe void Tile(int firstRow, int rows, int firstColumn, int columns, Span<float> cosines)
    {
        CheckRange(firstRow, rows, nameof(rows));
        CheckRange(firstColumn, columns, nameof(columns));
        CheckLength(cosines, rows, columns);
        if (cosines.IsEmpty)
            return;

        int features = _embedding.Columns;
        float[] units = new float[(long)rows * features];
        for (int row = 0; row < rows; row++)
            RowNormaliser.Normalize(_embedding.Row(firstRow + row), units.AsSpan(row * features, features));

        fixed (float* target = cosines)
        {
            nint memory = (nint)target;
            ForStripes(
                columns,
                (long)features * rows,
                (start, end) =>
                {
                    Span<float> tile = new((float*)memory, rows * columns);
                    for (int column = start; column < end; column++)
                    {
                        for (int row = 0; row < rows; row++)
                        {
                            tile[(row * columns) + column] = Cosine(
                                firstRow + row,
                                units.AsSpan(row * features, features),
                                firstColumn + column
                            );
                        }
                    }
                }
            );
        }
    }

    /// <inheritdoc/>
    public IMeanRows Means(ReadOnlySpan<int> samples, int blockSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        foreach (int sample in samples)
            CheckRange(sample, 1, nameof(samples));

        int features = _embedding.Columns;
        int[] members = samples.ToArray();
        int blocks = (members.Length + blockSize - 1) / blockSize;
        float[] means = new float[(long)blocks * features];
        ForStripes(
            blocks,
            (long)features * blockSize,
            (start, end) =>
            {
                double[] sum = new double[features];
                for (int block = start; block < end; block++)
                {
                    Array.Clear(sum);
                    Span<int> inBlock = members.AsSpan(block * blockSize, Math.Min(blockSize, members.Length - (block * blockSize)));
                    foreach (int sample in inBlock)
                        DoubleSum.Add(sum, _embedding.Row(sample), InverseOf(sample));

                    for (int feature = 0; feature < features; feature++)
                        means[(block * features) + feature] = (float)(sum[feature] / inBlock.Length);
                }
            }
        );
        return new HostMeanRows(this, features, means);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The means are another object's.</exception>
    public unsafe void MeanCosines(IMeanRows rows, IMeanRows columns, Span<float> cosines)
    {
        (HostMeanRows? left, HostMeanRows? right) = (Own(rows), Own(columns));
        CheckLength(cosines, left.Count, right.Count);
        fixed (float* target = cosines)
        {
            nint memory = (nint)target;
            ForStripes(
                right.Count,
                (long)_embedding.Columns * left.Count,
                (start, end) =>
                {
                    Span<float> tile = new((float*)memory, left.Count * right.Count);
                    for (int column = start; column < end; column++)
                    {
                        for (int row = 0; row < left.Count; row++)
                            tile[(row * right.Count) + column] = Math.Clamp(DotProduct.Of(left.Row(row), right.Row(column)), -1, 1);
                    }
                }
            );
        }
    }

    /// <summary>Releases nothing: the embedding is the caller's.</summary>
    public void Dispose() { }

    private static void CheckLength(Span<float> cosines, int rows, int columns)
    {
        if (cosines.Length != (long)rows * columns)
            throw new ArgumentException($"{cosines.Length} values are not {rows} x {columns}", nameof(cosines));
    }

    private void CheckRange(int first, int count, string name)
    {
        if (first < 0 || count < 0 || first > Count - count)
            throw new ArgumentOutOfRangeException(name, $"{first} to {first + (long)count - 1} is not within 0 to {Count - 1}");
    }

    private HostMeanRows Own(IMeanRows means) =>
        means is HostMeanRows own && ReferenceEquals(own.Owner, this)
            ? own
            : throw new ArgumentException("means of another similarity", nameof(means));

    /// <summary>Hands out stripes of columns to the threads.</summary>
    private void ForStripes(int columns, long productsPerColumn, Action<int, int> body)
    {
        int columnsPerPiece = (int)Math.Clamp(ProductsPerPiece / productsPerColumn, 1, Math.Max(1, columns));
        new RowChunks(columns, columnsPerPiece, _threads).Run((_, first, end) => body(first, end));
    }

    // Threads that meet here measure the same row to the same bits, and a double is written whole.
    private double InverseOf(int row)
    {
        double inverse = Volatile.Read(ref _inverses[row]);
        if (double.IsNaN(inverse))
        {
            inverse = RowNormaliser.InverseLength(_embedding.Row(row));
            Volatile.Write(ref _inverses[row], inverse);
        }

        return inverse;
    }

    private float Cosine(int index, ReadOnlySpan<float> unit, int other)
    {
        if (index == other)
            return InverseOf(index) > 0 ? 1 : 0;
        double inverse = InverseOf(other);
        ReadOnlySpan<float> row = _embedding.Row(other);
        double product = inverse is > 1 / LongestInSingle and < 1 / ShortestInSingle
            ? DotProduct.Of(unit, row)
            : DoubleSum.OfProducts(unit, row);
        return (float)Math.Clamp(product * inverse, -1, 1);
    }
}
