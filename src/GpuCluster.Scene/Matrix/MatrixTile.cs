using System.Runtime.InteropServices;

namespace GpuCluster.Scene.Matrix;

/// <summary>
/// A tile of the cosine matrix: 64 x 64 cells, each the mean cosine of 2^Level x 2^Level pairs; fewer at the matrix' edge.
/// </summary>
/// <param name="Level">0: single pairs.</param>
/// <param name="Row">Tiles above it.</param>
/// <param name="Column">Tiles left of it; not less than <paramref name="Row"/>, as the matrix is symmetric.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MatrixTile(int Level, int Row, int Column)
{
    /// <summary>Cells along each side.</summary>
    public const int Cells = 64;

    /// <summary>Samples of a cell's block.</summary>
    public int BlockSize => 1 << Level;
}
