using System.Numerics;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>The progress of a UMAP layout. With the graph, the initial layout and the options, it determines the next epoch.</summary>
/// <param name="Positions">n points.</param>
/// <param name="Epoch">Epochs done, 0 to <paramref name="Epochs"/>.</param>
/// <param name="Epochs">Epochs in all of the schedule it runs by.</param>
public sealed record UmapProgress(Layout Positions, int Epoch, int Epochs)
{
    /// <summary>Brings a stepper at epoch 0 to this state.</summary>
    /// <param name="stepper">A stepper of the same graph.</param>
    /// <param name="begin">Begins its schedule of the given number of epochs.</param>
    /// <exception cref="ArgumentException">The number of points differs from the stepper's.</exception>
    public void Restore(ISteerableStepper stepper, Action<int> begin)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Positions.Count, stepper.Count, nameof(stepper));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Positions.Dims, stepper.Dims, nameof(stepper));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Epoch, Epochs, nameof(stepper));
        begin(Epochs);
        int[] all = [.. Enumerable.Range(0, stepper.Count)];
        stepper.Move(all, [.. all.Select(sample => Positions.PositionOf(sample).AsVector3())]);
    }
}
