using System.Numerics;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Schedules;

/// <summary>A slot of two positions in memory.</summary>
internal sealed class HostSlot : IPositionSlotMemory
{
    public const int Points = 2;

    private readonly Vector4[] _positions = new Vector4[Points];

    public int Count => Points;

    public ExportedMemory? Exported => null;

    public Span<Vector4> Positions => _positions;

    public void Flush() { }

    public void Dispose() { }
}
