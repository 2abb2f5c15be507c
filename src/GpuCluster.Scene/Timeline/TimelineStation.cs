namespace GpuCluster.Scene.Timeline;

/// <summary>An epoch of the timeline that has a name, such as the method whose layout it is.</summary>
/// <param name="Epoch">0 or more.</param>
/// <param name="Name">The display name.</param>
public sealed record TimelineStation(int Epoch, string Name);
