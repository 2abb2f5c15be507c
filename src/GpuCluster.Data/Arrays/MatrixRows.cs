using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Arrays;

/// <summary>The rows of a matrix that have a vector.</summary>
/// <param name="Matrix">m x d values, all finite.</param>
/// <param name="Rows">Which of the n rows they are.</param>
internal sealed record MatrixRows(EmbeddingMatrix Matrix, SampleRows Rows)
{
    private long FirstMissing => Enumerable.Range(0, Rows.Count).First(row => Rows.SampleAt(row) is null);

    /// <summary>The vectors of a matrix that has to have one in every row.</summary>
    /// <param name="shape">The matrix, for the message.</param>
    /// <exception cref="Core.Errors.UnusableInputException">A row has none.</exception>
    public EmbeddingMatrix Whole(MatrixShape shape) =>
        Rows.IsWhole ? Matrix : throw shape.NotFinite(FirstMissing * shape.Columns, float.NaN);
}
