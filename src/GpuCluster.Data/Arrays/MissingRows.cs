using System.Collections.Concurrent;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Arrays;

/// <summary>
/// Rows without a vector: NaN in every column, as this program writes a picture that could not be decoded. They are no samples, and the
/// other rows keep their numbers. A row with some finite values is a fault.
/// </summary>
internal static class MissingRows
{
    private const int BlockFloats = 1 << 20;

    /// <summary>Finds the rows that have a vector, on all cores.</summary>
    /// <param name="shape">The matrix, for messages.</param>
    /// <param name="matrix">n x d values, not yet checked.</param>
    /// <param name="progress">Receives the share done; null to ignore.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="Core.Errors.UnusableInputException">A value is not finite in a row that has finite ones, or no row has a
    /// vector.</exception>
    public static SampleRows Find(MatrixShape shape, EmbeddingMatrix matrix, Action<double>? progress, CancellationToken cancellation)
    {
        int perBlock = Math.Max(1, BlockFloats / matrix.Columns),
            blocks = (int)(((long)matrix.Rows + perBlock - 1) / perBlock),
            done = 0;
        (long At, float Value) fault = (long.MaxValue, 0);
        Lock gate = new();
        ConcurrentBag<int> missing = [];
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            block =>
            {
                int first = block * perBlock;
                for (int row = first; row < Math.Min(matrix.Rows, (long)first + perBlock); row++)
                {
                    ReadOnlySpan<float> values = matrix.UncheckedRow(row);
                    int bad = Finite.IndexOfFirstBad(values);
                    if (bad < 0)
                        continue;
                    missing.Add(row);
                    if (AreAllNaN(values))
                        continue;
                    lock (gate)
                    {
                        long at = ((long)row * matrix.Columns) + bad;
                        if (at < fault.At)
                            fault = (at, values[bad]);
                    }
                }

                progress?.Invoke(Interlocked.Increment(ref done) / (double)blocks);
            }
        );
        if (fault.At != long.MaxValue)
            throw shape.NotFinite(fault.At, fault.Value);
        if (missing.Count == matrix.Rows)
            throw shape.NotFinite(0, float.NaN);
        if (missing.IsEmpty)
            return SampleRows.All(matrix.Rows);
        HashSet<int> gaps = [.. missing];
        return SampleRows.Of(matrix.Rows, [.. Enumerable.Range(0, matrix.Rows).Where(row => !gaps.Contains(row))]);
    }

    /// <summary>Takes what belongs to rows without a vector from a data set, with a warning that counts them.</summary>
    /// <param name="dataset">m samples; labels, columns and files still of n rows.</param>
    /// <param name="rows">Which of the n rows have a sample.</param>
    /// <param name="path">The file, for the warning.</param>
    public static Dataset LeaveOut(Dataset dataset, SampleRows rows, string path)
    {
        if (rows.IsWhole)
            return dataset;
        int[] kept = [.. Enumerable.Range(0, rows.Samples).Select(rows.RowOf)];
        int first = Enumerable.Range(0, rows.Count).First(row => rows.SampleAt(row) is null),
            count = rows.Count - rows.Samples;
        string warning =
            $"{path}: {count} {(count == 1 ? "row has" : "rows have")} no vector (the first is row {first}) and "
            + $"{(count == 1 ? "is" : "are")} left out";
        if (dataset is EmbeddingDataset { Files: { } files } vectors)
            dataset = vectors with { Files = [.. kept.Select(row => files[row])] };
        return dataset with
        {
            Labels = dataset.Labels?.Pick(kept),
            Columns = [.. dataset.Columns.Select(column => column.Pick(kept))],
            Rows = rows,
            SourceRows = kept,
            SourceCount = rows.Count,
            Warnings = [.. dataset.Warnings, warning],
        };
    }

    private static bool AreAllNaN(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsNaN(value))
                return false;
        }

        return true;
    }
}
