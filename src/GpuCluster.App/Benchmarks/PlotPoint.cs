using System.Runtime.InteropServices;

namespace GpuCluster.App.Benchmarks;

/// <summary>A point of a plot.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Up.</param>
/// <param name="Detail">What the mouse is told.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlotPoint(double X, double Y, string Detail);
