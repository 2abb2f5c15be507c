using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Rows;

/// <summary>
/// Where rows are moved before they are multiplied: row x scale - shift, such that half the squared distance of two moved rows orders
/// neighbours. The shift is the mean of all scaled rows: it changes no distance and keeps |x|² + |y|² - 2xy from losing digits. Cosine: the
/// scale is 1 / length, and half the squared distance is 1 - cosine, right to its last digits for rows that are nearly parallel too.
/// Euclidean: one power of two, which keeps squares of huge or tiny values within float. Manhattan: the same, which keeps its order too.
/// Correlation: as cosine, with each row's own mean taken off first.
/// </summary>
internal sealed class RowTransform
{
    /// <summary>Rows that are summed in one go: a fixed number, so that the sum does not depend on the threads.</summary>
    private const int RowsPerSum = 1024;

    private readonly double[] _means;

    private RowTransform(double[] shift, double[] scales, double[]? means = null)
    {
        Shift = shift;
        Scales = scales;
        _means = means ?? [];
    }

    /// <summary>d values, taken off the scaled rows.</summary>
    public double[] Shift { get; }

    /// <summary>n factors; 0 for a row without direction under cosine or correlation.</summary>
    public double[] Scales { get; }

    /// <summary>What is taken off all values of a row: its mean under correlation, else 0.</summary>
    public double MeanOf(int row) => _means.Length > 0 ? _means[row] : 0;

    /// <summary>A value of a row, moved.</summary>
    /// <param name="value">Of the row.</param>
    /// <param name="mean">Of the row: <see cref="MeanOf"/>.</param>
    /// <param name="scale">Of the row, one of <see cref="Scales"/>.</param>
    /// <param name="shift">Of the column, one of <see cref="Shift"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Move(float value, double mean, double scale, double shift) => (float)(((value - mean) * scale) - shift);

    /// <summary>Finds the frame of an embedding.</summary>
    public static RowTransform Of(EmbeddingMatrix embedding, Metric metric, int threads, CancellationToken cancellation) =>
        metric.IsAngular()
            ? UnitRows(embedding, metric == Metric.Correlation, threads, cancellation)
            : Centred(embedding, threads, cancellation);

    /// <summary>The frame in which a product of two moved rows is their cosine: rows of length 1, not shifted.</summary>
    public static RowTransform Units(EmbeddingMatrix embedding, int threads, CancellationToken cancellation) =>
        new(new double[embedding.Columns], Lengths(embedding, threads, cancellation));

    /// <summary>The frame of some of the rows.</summary>
    public RowTransform Slice(int firstRow, int rows) =>
        new(Shift, Scales[firstRow..(firstRow + rows)], _means.Length > 0 ? _means[firstRow..(firstRow + rows)] : null);

    /// <summary>The frame of rows that stay as they are.</summary>
    public static RowTransform Still(EmbeddingMatrix embedding) => Around(new float[embedding.Columns], embedding.Rows);

    /// <summary>A frame that takes a point off every row.</summary>
    /// <param name="point">d values.</param>
    /// <param name="rows">n.</param>
    public static RowTransform Around(float[] point, int rows)
    {
        double[] scales = new double[rows];
        Array.Fill(scales, 1);
        return new RowTransform(Array.ConvertAll(point, value => (double)value), scales);
    }

    // Each row is read once, for its length and for the mean.
    private static RowTransform UnitRows(EmbeddingMatrix embedding, bool centred, int threads, CancellationToken cancellation)
    {
        double[] scales = new double[embedding.Rows];
        double[]? means = centred ? new double[embedding.Rows] : null;
        double[] origin = new double[embedding.Columns],
            shift = new double[embedding.Columns];
        RowChunks chunks = new(embedding.Rows, RowsPerSum, threads);
        double[][] sums = new double[chunks.Count][];
        chunks.Run(
            (chunk, first, end) =>
            {
                double[] sum = new double[shift.Length];
                double own = 0;
                for (int row = first; row < end; row++)
                {
                    scales[row] = InverseLength(embedding, row, origin, means);
                    DoubleSum.Add(sum, embedding.Row(row), scales[row]);
                    own += means is null ? 0 : means[row] * scales[row];
                }

                for (int feature = 0; feature < sum.Length; feature++)
                    sum[feature] -= own;
                sums[chunk] = sum;
            },
            cancellation
        );
        foreach (double[] sum in sums)
        {
            for (int feature = 0; feature < shift.Length; feature++)
                shift[feature] += sum[feature] / embedding.Rows;
        }

        return new RowTransform(shift, scales, means);
    }

    private static double[] Lengths(EmbeddingMatrix embedding, int threads, CancellationToken cancellation)
    {
        double[] scales = new double[embedding.Rows];
        RowChunks.ForEachRow(
            scales.Length,
            threads,
            null,
            row => scales[row] = RowNormaliser.InverseLength(embedding.Row(row)),
            cancellation
        );
        return scales;
    }

    /// <summary>1 / length of a row, 0 for one without direction; with means, of the row less its mean, which is filled in.</summary>
    private static double InverseLength(EmbeddingMatrix embedding, int row, double[] origin, double[]? means)
    {
        ReadOnlySpan<float> values = embedding.Row(row);
        if (means is null)
            return RowNormaliser.InverseLength(values);
        means[row] = DoubleSum.MeanOf(values);
        double squared = DoubleSum.OfSquaredDifferences(origin, values, 1, double.PositiveInfinity, means[row]);
        return squared > 0 ? 1 / Math.Sqrt(squared) : 0;
    }

    private static RowTransform Centred(EmbeddingMatrix embedding, int threads, CancellationToken cancellation)
    {
        double[] shift = new double[embedding.Columns];
        RowChunks chunks = new(embedding.Rows, RowsPerSum, threads);
        double[][] sums = new double[chunks.Count][];
        float[] largest = new float[chunks.Count];
        chunks.Run(
            (chunk, first, end) =>
            {
                sums[chunk] = new double[shift.Length];
                for (int row = first; row < end; row++)
                    largest[chunk] = MathF.Max(largest[chunk], SumRow(embedding.Row(row), sums[chunk]));
            },
            cancellation
        );

        // No centred value exceeds twice the largest; scaled, none exceeds 1.
        float bound = largest.DefaultIfEmpty().Max();
        double scale = bound > 0 ? Math.ScaleB(1, -2 - Math.ILogB(bound)) : 1;
        foreach (double[] sum in sums)
        {
            for (int feature = 0; feature < shift.Length; feature++)
                shift[feature] += sum[feature] / embedding.Rows * scale;
        }

        double[] scales = new double[embedding.Rows];
        Array.Fill(scales, scale);
        return new RowTransform(shift, scales);
    }

    /// <summary>Adds a row to the sums of its columns and returns its largest absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumRow(ReadOnlySpan<float> row, Span<double> sums)
    {
        float largest = 0f;
        Vector256<float> largests = Vector256<float>.Zero;
        int column = 0;
        for (; column + Vector256<float>.Count <= row.Length; column += Vector256<float>.Count)
        {
            Vector256<float> some = Vector256.Create(row[column..]);
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(some);
            Span<double> to = sums.Slice(column, Vector256<float>.Count);
            (Vector256.Create<double>(to) + low).CopyTo(to);
            to = to[Vector256<double>.Count..];
            (Vector256.Create<double>(to) + high).CopyTo(to);
            largests = Vector256.MaxNative(largests, Vector256.Abs(some));
        }

        for (; column < row.Length; column++)
        {
            sums[column] += row[column];
            largest = MathF.Max(largest, MathF.Abs(row[column]));
        }

        for (int lane = 0; lane < Vector256<float>.Count; lane++)
            largest = MathF.Max(largest, largests[lane]);
        return largest;
    }
}
