using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Testing;

/// <summary>Positions as the layout's threads hand them on.</summary>
public static class TestPositions
{
    /// <summary>n positions of one epoch, held once.</summary>
    /// <param name="count">n.</param>
    /// <param name="write">Writes them; they are zero before.</param>
    /// <param name="epoch">The epoch.</param>
    public static SharedPositions Of(int count, Action<Span<Vector4>> write, int epoch = 0)
    {
        SharedPositions positions = new SharedPositionsPool(count).Rent(epoch);
        write(((IPositionTarget)positions).Positions);
        return positions;
    }

    /// <summary>Where a layout's points are.</summary>
    public static SharedPositions Of(ILayoutStepper stepper, int epoch = 0)
    {
        SharedPositions positions = new SharedPositionsPool(stepper.Count).Rent(epoch);
        stepper.WriteTo(positions);
        return positions;
    }

    /// <summary>A copy of some positions.</summary>
    public static SharedPositions Of(Vector4[] values, int epoch = 0) => Of(values.Length, values.CopyTo, epoch);
}
