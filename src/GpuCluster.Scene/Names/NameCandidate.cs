using System.Numerics;

namespace GpuCluster.Scene.Names;

/// <summary>A name that asks for a place in a picture.</summary>
/// <param name="Id">The same from picture to picture.</param>
/// <param name="Pixel">The place that it names.</param>
/// <param name="Width">Of the text in pixels.</param>
/// <param name="Weight">Above 0: how large what it names is in the picture; the largest get their places first.</param>
public readonly record struct NameCandidate(int Id, Vector2 Pixel, float Width, float Weight);
