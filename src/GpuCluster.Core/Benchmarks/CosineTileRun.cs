using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Core.Benchmarks;

/// <summary>A tile of the matrix of cosines at one size, whichever device computes it; with one row, a sample against all.</summary>
/// <param name="similarity">Owned.</param>
/// <param name="embedding">n x d values that <paramref name="similarity"/> was made from.</param>
/// <param name="rows">Rows of the tile, 1 to n.</param>
/// <param name="columns">Columns of the tile, 1 to n.</param>
public sealed class CosineTileRun(ICosineSimilarity similarity, EmbeddingMatrix embedding, int rows, int columns) : IKernelRun
{
    private readonly float[] _cosines = new float[(long)rows * columns];

    /// <inheritdoc/>
    public double Operations => 2.0 * rows * columns * embedding.Columns;

    /// <summary>The rows and columns in, the cosines out.</summary>
    public double Bytes => sizeof(float) * (((double)Math.Max(rows, columns) * embedding.Columns) + _cosines.Length);

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (rows == 1)
            similarity.Row(0, _cosines);
        else
            similarity.Tile(0, rows, 0, columns, _cosines);
    }

    /// <inheritdoc/>
    public double MaxRelativeError() =>
        CosineReference.MaxRelativeError(embedding, rows - 1, _cosines.AsSpan((rows - 1) * columns, columns));

    /// <inheritdoc/>
    public void Dispose() => similarity.Dispose();
}
