using System.Numerics;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>The progress of a UMAP layout. With the graph, the initial layout and the options, it determines the next epoch.</summary>
/// <param name="Positions">n points.</param>
/// <param name="Epoch">Epochs done, 0 to <paramref name="Epochs"/>.</param>
/// <param name="Epochs">Epochs in all of the schedule it runs by.</param>
public sealed record UmapProgress(Layout Positions, int Epoch, int Epochs)
{
    /// <summary>The progress at a moment of a layout.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="dims">2 or 3.</param>
    public static UmapProgress Of(LayoutMoment moment, int dims) =>
        new(Layout.FromPositions(moment.Positions, dims), moment.Epoch, moment.Epochs);

    /// <summary>Moves all points of a stepper to <see cref="Positions"/>.</summary>
    /// <param name="stepper">Of as many points and dimensions.</param>
    /// <exception cref="ArgumentException">A position is not finite.</exception>
    public void Place(IUmapStepper stepper)
    {
        int[] all = [.. Enumerable.Range(0, stepper.Count)];
        stepper.Move(all, [.. all.Select(sample => Positions.PositionOf(sample).AsVector3())]);
    }
}
