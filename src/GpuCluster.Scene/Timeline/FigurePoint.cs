namespace GpuCluster.Scene.Timeline;

/// <summary>A figure at one epoch.</summary>
/// <param name="Epoch">0 or more.</param>
/// <param name="Value">Finite.</param>
public readonly record struct FigurePoint(int Epoch, double Value);
