using System.Numerics;

namespace GpuCluster.Core.Streaming;

/// <summary>Memory for n positions (x, y, z, spare), 16 bytes each, that a layout writes and does not read.</summary>
public interface IPositionTarget
{
    /// <summary>n.</summary>
    int Count { get; }

    /// <summary>
    /// The memory that is drawn from, if another interface of the device that holds it can write there; else null. The host may write
    /// <see cref="Positions"/> in either case.
    /// </summary>
    ExportedMemory? Exported { get; }

    /// <summary>
    /// The n positions, for the host. May be write-combined memory that is slow to read: write it only, in order. Valid until the memory is
    /// disposed. Asking for it says that the host writes the positions.
    /// </summary>
    Span<Vector4> Positions { get; }
}
