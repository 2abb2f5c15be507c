using System.Numerics;

namespace GpuCluster.Data.Scenes;

/// <summary>Every position at one epoch, 16 bits an axis: a coordinate is Low + q Step.</summary>
/// <param name="Epoch">0 or more; keyframes ascend.</param>
/// <param name="Low">The least coordinate of each axis, finite.</param>
/// <param name="Step">One quantum of each axis, finite, 0 or more.</param>
/// <param name="Quantised">n x 3: x, y, z of each sample.</param>
public sealed record SceneKeyframe(int Epoch, Vector3 Low, Vector3 Step, ReadOnlyMemory<ushort> Quantised);
