namespace GpuCluster.Panels.Desk;

/// <summary>How far panels reach into the picture from its sides, in pixels: what lies between is free.</summary>
public readonly record struct PanelInsets(int Left, int Top, int Right, int Bottom);
