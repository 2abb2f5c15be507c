using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tiles;

/// <summary>
/// A tile's part of the n x n matrix. Entry (r, c) is at r * Columns + c and belongs to the samples FirstRow + r and FirstColumn + c.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TileShape(int firstRow, int rows, int firstColumn, int columns)
{
    public readonly int FirstRow = firstRow;
    public readonly int Rows = rows;
    public readonly int FirstColumn = firstColumn;
    public readonly int Columns = columns;

    /// <summary>The tile on the other side of the diagonal.</summary>
    public TileShape Transposed => new(FirstColumn, Columns, FirstRow, Rows);

    /// <summary>Number of entries.</summary>
    public long Length => (long)Rows * Columns;
}
