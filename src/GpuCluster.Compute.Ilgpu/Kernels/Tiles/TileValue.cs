using System.Runtime.InteropServices;
using ILGPU.Algorithms;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tiles;

/// <summary>
/// The value of a tile for two rows x and y: offset + dotWeight x·y + lengthWeight (|x|² + |y|²), kept within least..greatest.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TileValue(float offset, float dotWeight, float lengthWeight, float min, float greatest)
{
    public readonly float Offset = offset;
    public readonly float DotWeight = dotWeight;
    public readonly float LengthWeight = lengthWeight;
    public readonly float Min = min;
    public readonly float Greatest = greatest;

    /// <summary>The cosine of unit rows.</summary>
    public static TileValue Cosine => new(0, 1, 0, -1, 1);

    /// <summary>1 - cosine of unit rows from which one point was taken off: half their squared distance.</summary>
    public static TileValue CosineDistance => new(0, -1, 0.5f, 0, 2);

    /// <summary>The squared euclidean distance.</summary>
    public static TileValue SquaredDistance => new(0, -2, 1, 0, float.MaxValue);

    public float Of(float dot, float squaredLengths) =>
        XMath.Min(Greatest, XMath.Max(Min, Offset + (DotWeight * dot) + (LengthWeight * squaredLengths)));
}
