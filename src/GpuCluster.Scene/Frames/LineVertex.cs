using System.Numerics;

namespace GpuCluster.Scene.Frames;

/// <summary>One end of a line; every two make one.</summary>
/// <param name="At">World space, where <paramref name="Point"/> is -1.</param>
/// <param name="Point">The point whose position it is, or -1. A line between points follows them; the renderer reads their
/// positions.</param>
/// <param name="Rgba">Red in the lowest byte, then green, blue, alpha; sRGB; blended from end to end.</param>
public readonly record struct LineVertex(Vector3 At, int Point, uint Rgba);
