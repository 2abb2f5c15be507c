using GpuCluster.Panels.Status;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;

namespace GpuCluster.Panels.Desk;

/// <summary>What panels are made from.</summary>
/// <param name="Scene">What they show and change.</param>
/// <param name="Shelf">Pictures of samples; null where there are none.</param>
/// <param name="Status">What the program tells of the run, as it was told last.</param>
internal sealed record DeskParts(SceneState Scene, ThumbnailShelf? Shelf, Func<OverlayStatus> Status);
