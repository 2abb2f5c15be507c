using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>What a kernel takes of a multiprocessor.</summary>
/// <param name="Registers">Of each thread.</param>
/// <param name="SharedBytes">Of each group.</param>
/// <param name="SpillBytes">Registers that went to memory, stores and loads.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PtxResources(int Registers, int SharedBytes, int SpillBytes);
