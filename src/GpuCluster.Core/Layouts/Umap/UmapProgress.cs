using System.Numerics;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>How far a UMAP layout was: with the graph, the initial layout and the options all that the next epoch depends on.</summary>
/// <param name="Positions">n points.</param>
/// <param name="Epoch">Epochs done, 0 to <paramref name="Epochs"/>.</param>
/// <param name="Epochs">Epochs in all of the schedule it runs by.</param>
public sealed record UmapProgress(Layout Positions, int Epoch, int Epochs)
{
    /// <summary>Takes a stepper at epoch 0 there.</summary>
    /// <param name="stepper">Made of the same graph.</param>
    /// <param name="begin">Begins its schedule of so many epochs.</param>
    /// <exception cref="ArgumentException">Other points than the stepper's.</exception>
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
