using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tiles;

/// <summary>A 4 x 4 block of sums that stays in registers: fields, not an array, so that compilers keep them in registers.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct QuadBlock(Quad first, Quad second, Quad third, Quad fourth)
{
    public readonly Quad First = first;
    public readonly Quad Second = second;
    public readonly Quad Third = third;
    public readonly Quad Fourth = fourth;

    /// <summary>Adds the outer product of a column of four and a row of four.</summary>
    public QuadBlock PlusOuter(Quad column, Quad row) =>
        new(First.Plus(column.X, row), Second.Plus(column.Y, row), Third.Plus(column.Z, row), Fourth.Plus(column.W, row));
}
