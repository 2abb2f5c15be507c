using GpuCluster.Panels.Status;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;

namespace GpuCluster.Panels.Desk;

/// <summary>The objects that panels use.</summary>
/// <param name="Scene">The scene that they show and change.</param>
/// <param name="Shelf">Pictures of samples; null where there are none.</param>
/// <param name="Status">The newest status of the run.</param>
internal sealed record DeskParts(SceneState Scene, PanelThumbnails? Shelf, Func<OverlayStatus> Status);
