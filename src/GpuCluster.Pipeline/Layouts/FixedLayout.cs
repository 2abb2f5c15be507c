using System.Numerics;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>A layout that is finished from the start: one read from a file, or principal components. It has no epochs.</summary>
public sealed class FixedLayout(Layout layout) : ILayoutStepper
{
    public int Count => layout.Count;

    public int Dims => layout.Dims;

    public int Epoch => 0;

    public int Epochs => 0;

    public void Step()
    {
    }

    public void WritePositions(Span<Vector4> positions)
    {
        for (int i = 0; i < layout.Count; i++)
        {
            positions[i] = layout.PositionOf(i);
        }
    }

    public Layout Read() => layout;

    public void Restart()
    {
    }

    public void Dispose()
    {
    }
}
