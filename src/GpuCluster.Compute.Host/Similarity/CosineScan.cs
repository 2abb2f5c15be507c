using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// One question to all rows, in one pass over the values, so that memory or the disk sets the pace. The values need no check before
/// (<see cref="EmbeddingMatrix.UncheckedRow"/>): the length of a row reports whether one of them is not finite. Nothing is kept for the
/// next question: for many questions use <see cref="HostCosineSimilarity"/>. A cosine depends on its two vectors alone, never on the number
/// of threads.
/// </summary>
public static class CosineScan
{
    /// <summary>Values worth a thread's while: some tens of microseconds.</summary>
    private const int ValuesPerPiece = 1 << 18;

    /// <summary>The cosines of sample <paramref name="index"/> with all samples.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="index">0 to n - 1.</param>
    /// <inheritdoc cref="OfVector"/>
    public static float[] OfSample(
        EmbeddingMatrix embedding,
        int index,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, embedding.Rows);
        return OfVector(embedding, embedding.UncheckedRow(index), threads, progress, cancellation);
    }

    /// <summary>The cosines of a vector, such as a sentence's or another picture's, with all samples.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="vector">d values of any length.</param>
    /// <param name="threads">Threads to use at most, 1 or more.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n values in -1..1; 0 where one of the two is zero.</returns>
    /// <exception cref="Exception">A value is not finite: what the embedding's own check throws.</exception>
    /// <exception cref="ArgumentException">The vector is of another length or not finite.</exception>
    public static float[] OfVector(
        EmbeddingMatrix embedding,
        ReadOnlySpan<float> vector,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, embedding.Columns, nameof(vector));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        float[] unit = new float[vector.Length];
        RowNormaliser.Normalize(vector, unit);

        float[] cosines = new float[embedding.Rows];
        int rowsPerPiece = Math.Max(1, ValuesPerPiece / embedding.Columns);
        RowChunks chunks = new(cosines.Length, rowsPerPiece, threads);
        (int pieces, int done, bool stopped) = (chunks.Count, 0, false);
        chunks.Run(
            (_, first, end) =>
            {
                Span<float> found = cosines.AsSpan(first, end - first);
                for (int row = 0; row < found.Length && !Volatile.Read(ref stopped); row++)
                {
                    found[row] = UnitCosine.Of(unit, embedding.UncheckedRow(first + row));
                    if (float.IsNaN(found[row]))
                        Volatile.Write(ref stopped, true);
                }

                progress.Report(Interlocked.Increment(ref done) / (double)pieces);
            },
            cancellation
        );
        if (!stopped)
            return cosines;

        // Threads stopped somewhere; the check finds the first value and has the words for it.
        embedding.Check();
        throw new ArgumentException("a value of it is not finite", nameof(vector));
    }
}
