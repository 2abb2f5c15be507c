using System.Numerics;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Core.Layouts;

/// <summary>
/// Everything that the next epoch of a layout depends on beside its graph, its options and its pins: a stepper goes back to it.
/// </summary>
/// <param name="Epoch">Epochs done of its schedule.</param>
/// <param name="Epochs">Epochs of its schedule.</param>
/// <param name="Positions">n positions (x, y, z, 0). Not written afterwards.</param>
public sealed record LayoutMoment(int Epoch, int Epochs, Vector4[] Positions)
{
    /// <summary>Epochs of early exaggeration in the schedule; only t-SNE has any.</summary>
    public int ExaggerationEpochs { get; init; }

    /// <summary>What moved how far, n values; empty where the method keeps none.</summary>
    public Vector4[] Velocities { get; init; } = [];

    /// <summary>The gain of each coordinate, n values; empty where the method keeps none.</summary>
    public Vector4[] Gains { get; init; } = [];

    /// <summary>
    /// The n positions at which those forces were last summed that stay for several epochs; empty where the next epoch sums all, or where
    /// the method keeps none.
    /// </summary>
    public Vector4[] WalkedFrom { get; init; } = [];

    /// <summary>Epoch and positions of a stepper now.</summary>
    /// <param name="stepper">Between two epochs.</param>
    public static LayoutMoment Of(ILayoutStepper stepper)
    {
        Vector4[] positions = new Vector4[stepper.Count];
        stepper.WriteTo(new HostPositions(positions));
        return new LayoutMoment(stepper.Epoch, stepper.Epochs, positions);
    }
}
