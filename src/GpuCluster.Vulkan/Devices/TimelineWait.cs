using System.Runtime.InteropServices;

namespace GpuCluster.Vulkan.Devices;

/// <summary>A value that a timeline has to reach before a submit begins on the device.</summary>
/// <param name="Timeline">The timeline; null where there is nothing to wait for.</param>
/// <param name="Value">The value; 0 waits for nothing.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimelineWait(TimelineSemaphore? Timeline, ulong Value);
