using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>
/// The parameters of one sub-batch of an epoch. A place is a vertex's number in the order in which sub-batches are ranges.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UmapSubBatch
{
    /// <summary>Seed of the negatives.</summary>
    public ulong Seed;

    /// <summary>0 to epochs - 1.</summary>
    public int Epoch;

    /// <summary>n.</summary>
    public int Count;

    /// <summary>The first head's place.</summary>
    public int First;

    /// <summary>The place after the last head's.</summary>
    public int End;

    /// <summary>Sub-batches of an epoch.</summary>
    public int SubBatches;

    /// <summary>0 to sub-batches - 1.</summary>
    public int Index;

    /// <summary>Negatives for each action of an edge.</summary>
    public int Negatives;

    /// <summary>Step length.</summary>
    public float Alpha;

    /// <summary>The curve's a.</summary>
    public float A;

    /// <summary>The curve's b.</summary>
    public float B;

    /// <summary>Weight of repulsion.</summary>
    public float Gamma;

    /// <summary>1 where some vertices are pinned, else 0.</summary>
    public int HasPins;
}
