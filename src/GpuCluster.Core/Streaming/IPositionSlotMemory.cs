namespace GpuCluster.Core.Streaming;

/// <summary>
/// The memory of one position slot: n float4 values (x, y, z, spare), 16 bytes each, write-only for compute and read-only for drawing.
/// </summary>
public interface IPositionSlotMemory : IPositionTarget, IDisposable
{
    /// <summary>Makes what the host wrote visible to the device's next submit (a flush where memory is not coherent).</summary>
    void Flush();
}
