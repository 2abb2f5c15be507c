using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels;

/// <summary>Four floats side by side: one 16-byte load from shared memory, one row of a register block.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Float4(float x, float y, float z, float w)
{
    public readonly float X = x;
    public readonly float Y = y;
    public readonly float Z = z;
    public readonly float W = w;

    /// <summary>this + scale * other.</summary>
    public Float4 Plus(float scale, Float4 other) =>
        new(X + (scale * other.X), Y + (scale * other.Y), Z + (scale * other.Z), W + (scale * other.W));
}
