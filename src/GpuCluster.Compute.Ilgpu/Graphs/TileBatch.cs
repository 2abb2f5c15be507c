using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Graphs;

/// <summary>Tiles that a device computes at once.</summary>
/// <param name="First">The first of <see cref="TileBatches.Shapes"/>.</param>
/// <param name="Count">How many.</param>
/// <param name="FirstStrip">The first of <see cref="TileBatches.Strips"/>.</param>
/// <param name="StripCount">How many; one number more ends the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TileBatch(int First, int Count, int FirstStrip, int StripCount);
