using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>The places from the first to the one before the end.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PlaceRange(int First, int End);
