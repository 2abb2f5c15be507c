namespace GpuCluster.Core.Similarity;

/// <summary>Cosines between the samples of one embedding, computed where the implementation's device is. Rows are normalised once, when it is made.</summary>
public interface ICosineSimilarity : IDisposable
{
    /// <summary>n, the number of samples.</summary>
    int Count { get; }

    /// <summary>Cosines of sample <paramref name="index"/> with all n samples.</summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="cosines">Receives n values in -1..1; entry <paramref name="index"/> is 1 (0 for a zero row).</param>
    void Row(int index, Span<float> cosines);

    /// <summary>A tile of the n x n cosine matrix.</summary>
    /// <param name="firstRow">First row of the tile.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="firstColumn">First column of the tile.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="cosines">Receives rows x columns values, row-major.</param>
    void Tile(int firstRow, int rows, int firstColumn, int columns, Span<float> cosines);
}
