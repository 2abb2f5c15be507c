using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tiles;

/// <summary>A 4 x 4 block of sums that stays in registers: fields, not an array, so that compilers keep them in registers.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Float4x4(Float4 first, Float4 second, Float4 third, Float4 fourth)
{
    public readonly Float4 First = first;
    public readonly Float4 Second = second;
    public readonly Float4 Third = third;
    public readonly Float4 Fourth = fourth;

    /// <summary>Adds the outer product of a column of four and a row of four.</summary>
    public Float4x4 PlusOuter(Float4 column, Float4 row) =>
        new(First.Plus(column.X, row), Second.Plus(column.Y, row), Third.Plus(column.Z, row), Fourth.Plus(column.W, row));
}
