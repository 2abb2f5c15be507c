using GpuCluster.Core.Devices;

namespace GpuCluster.Core.Streaming;

/// <summary>Device memory that was exported, so that a compute interface on the same device can write where the renderer reads.</summary>
/// <param name="Handle">The operating system's handle: a file descriptor on Linux. Stays with the exporter; an importer duplicates
/// it.</param>
/// <param name="Bytes">Size of the whole allocation in bytes, which importers have to state.</param>
/// <param name="Device">The device that holds the memory; only this one can import it.</param>
public sealed record ExportedMemory(nint Handle, long Bytes, DeviceIdentity Device);
