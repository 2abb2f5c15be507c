using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>The parameters of a loss measurement.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct UmapLossShape(ulong seed, int count, float a, float b)
{
    /// <summary>Seed of the draws.</summary>
    public readonly ulong Seed = seed;

    /// <summary>n.</summary>
    public readonly int Count = count;

    /// <summary>The curve's a.</summary>
    public readonly float A = a;

    /// <summary>The curve's b.</summary>
    public readonly float B = b;
}
