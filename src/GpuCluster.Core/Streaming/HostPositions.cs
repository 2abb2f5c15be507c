using System.Numerics;

namespace GpuCluster.Core.Streaming;

/// <summary>Positions in an array of the host, as a target.</summary>
/// <param name="positions">n positions, which are written.</param>
public sealed class HostPositions(Vector4[] positions) : IPositionTarget
{
    /// <inheritdoc/>
    public int Count => positions.Length;

    /// <inheritdoc/>
    public ExportedMemory? Exported => null;

    /// <inheritdoc/>
    public Span<Vector4> Positions => positions;
}
