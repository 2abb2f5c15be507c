using System.Numerics;

namespace GpuCluster.Core.Streaming;

/// <summary>Memory for n positions (x, y, z, spare), 16 bytes each, that a layout writes and does not read.</summary>
public interface IPositionTarget
{
    /// <summary>n.</summary>
    int Count { get; }

    /// <summary>
    /// Where the memory is: null if the host can write it, else memory of a device that another interface of the same device can import.
    /// </summary>
    ExportedMemory? Exported { get; }

    /// <summary>
    /// The n positions. May be write-combined memory that is slow to read: write it only, in order. Valid until the memory is disposed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The host cannot write the memory: <see cref="Exported"/> is not null.</exception>
    Span<Vector4> Positions { get; }
}
