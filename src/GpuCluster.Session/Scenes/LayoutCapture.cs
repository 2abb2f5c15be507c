using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Session.Scenes;

/// <summary>A layout between two epochs, as a scene file keeps it.</summary>
/// <param name="Positions">n points; of an earlier epoch that is shown no trace.</param>
/// <param name="EpochsBefore">Epochs on the timeline before the schedule that it runs by.</param>
/// <param name="Steerable">What it can go on from; null where it is finished for good.</param>
public sealed record LayoutCapture(Layout Positions, int EpochsBefore, SteerableCapture? Steerable);

/// <summary>What a UMAP layout goes on from.</summary>
/// <param name="Stepper">Its graph and its initial layout may be read from any thread.</param>
/// <param name="Options">What the next epoch runs with.</param>
/// <param name="Epoch">Epochs done of its schedule.</param>
/// <param name="Epochs">Epochs of its schedule.</param>
/// <param name="Pins">Points that are held.</param>
public sealed record SteerableCapture(IUmapStepper Stepper, UmapOptions Options, int Epoch, int Epochs, int[] Pins);
