using System.Runtime.InteropServices;

namespace GpuCluster.Core.Benchmarks;

/// <summary>The problem size of a kernel run.</summary>
/// <param name="N">Samples, or points; 2 or more.</param>
/// <param name="D">Features of a sample; for points their dimensions, for pictures their side in pixels.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KernelSize(int N, int D);
