using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Components;

/// <summary>A matrix whose rows are moved when they are used: (row - centre) x scale.</summary>
/// <param name="matrix">n x d values.</param>
/// <param name="centre">d values.</param>
/// <param name="scale">One for all, such that no moved value is far above 1.</param>
internal sealed class CentredMatrix(EmbeddingMatrix matrix, float[] centre, float scale)
{
    /// <summary>n.</summary>
    public int Rows => matrix.Rows;

    /// <summary>d.</summary>
    public int Columns => matrix.Columns;

    /// <inheritdoc cref="PackedColumns.Fill"/>
    public void Pack(PackedColumns into, int firstRow, int rows, int firstColumn, int columns) =>
        into.Fill(matrix, centre, scale, firstRow, rows, firstColumn, columns);
}
