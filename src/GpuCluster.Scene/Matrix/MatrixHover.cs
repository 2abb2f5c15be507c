using System.Runtime.InteropServices;

namespace GpuCluster.Scene.Matrix;

/// <summary>The content of one place of the cosine matrix.</summary>
/// <param name="RowSample">The sample of the row; of a block, its first in the order.</param>
/// <param name="RowCount">Samples of the row's block: 1 for a single one.</param>
/// <param name="ColumnSample">The sample of the column; of a block, its first in the order.</param>
/// <param name="ColumnCount">Samples of the column's block.</param>
/// <param name="Cosine">Of the pair, or the mean over the block's pairs; null where it is not computed yet.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MatrixHover(int RowSample, int RowCount, int ColumnSample, int ColumnCount, float? Cosine)
{
    /// <summary>Whether it is a single pair, not a mean.</summary>
    public bool IsPair => RowCount == 1 && ColumnCount == 1;
}
