namespace GpuCluster.Core.Similarity;

/// <summary>Cosines between the samples of one embedding, computed on one device. Row lengths are measured once.</summary>
public interface ICosineSimilarity : IDisposable
{
    /// <summary>n, the number of samples.</summary>
    int Count { get; }

    /// <summary>Cosines of sample <paramref name="index"/> with all n samples.</summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="cosines">Receives n values in -1..1; entry <paramref name="index"/> is 1 (0 for a zero row).</param>
    void Row(int index, Span<float> cosines);

    /// <summary>Cosines of any other vector, such as that of a sentence or another picture, with all n samples.</summary>
    /// <param name="vector">d finite values of any length.</param>
    /// <param name="cosines">Receives n values in -1..1; all 0 for a zero vector.</param>
    void Query(ReadOnlySpan<float> vector, Span<float> cosines);

    /// <summary>A tile of the n x n cosine matrix.</summary>
    /// <param name="firstRow">First row of the tile.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="firstColumn">First column of the tile.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="cosines">Receives rows x columns values, row-major.</param>
    void Tile(int firstRow, int rows, int firstColumn, int columns, Span<float> cosines);

    /// <summary>The mean unit row of each block of samples; a zero row counts as one of length 0.</summary>
    /// <param name="samples">The samples of all blocks, one block after the other.</param>
    /// <param name="blockSize">Samples of a block, 1 or more; the last block has what is left.</param>
    IMeanRows Means(ReadOnlySpan<int> samples, int blockSize);

    /// <summary>
    /// The mean cosine of each pair of blocks: as a cosine is the product of two unit rows, the mean over all pairs of two blocks is the
    /// product of their mean unit rows. A sample that is in both blocks counts as a pair with itself.
    /// </summary>
    /// <param name="rows">m blocks, from this object's <see cref="Means"/>.</param>
    /// <param name="columns">k blocks, from this object's <see cref="Means"/>.</param>
    /// <param name="cosines">Receives m x k values in -1..1, row-major.</param>
    void MeanCosines(IMeanRows rows, IMeanRows columns, Span<float> cosines);
}
