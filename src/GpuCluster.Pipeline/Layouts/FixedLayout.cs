using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>A layout that is finished from the start: one read from a file, or principal components. It has no epochs.</summary>
/// <param name="layout">n positions.</param>
public sealed class FixedLayout(Layout layout) : ILayoutStepper
{
    /// <inheritdoc/>
    public int Count => layout.Count;

    /// <inheritdoc/>
    public int Dims => layout.Dims;

    /// <inheritdoc/>
    public int Epoch => 0;

    /// <inheritdoc/>
    public int Epochs => 0;

    /// <inheritdoc/>
    public void Step() { }

    /// <inheritdoc/>
    public void WriteTo(IPositionTarget target)
    {
        Span<Vector4> positions = target.Positions;
        for (int i = 0; i < layout.Count; i++)
            positions[i] = layout.PositionOf(i);
    }

    /// <inheritdoc/>
    public Layout Read() => layout;

    /// <inheritdoc/>
    public void Restart() { }

    /// <inheritdoc/>
    public void Dispose() { }
}
