using System.Runtime.InteropServices;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.App.Benchmarks;

/// <summary>A variant to be run at one size.</summary>
/// <param name="Variant">How.</param>
/// <param name="Size">How much.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KernelTrial(KernelVariant Variant, KernelSize Size);
