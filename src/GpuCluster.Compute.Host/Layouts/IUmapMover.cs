using System.Numerics;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>Moves vertices by one epoch's forces. Owned by one thread; the register width is the implementation's.</summary>
internal interface IUmapMover
{
    /// <summary>What the heads moved here have pulled their tails by since it was last taken.</summary>
    UmapPulls Pulls { get; }

    /// <summary>
    /// Moves the vertices at places <paramref name="first"/> to <paramref name="end"/> - 1 (at most <see cref="UmapMover.Chunk"/> of them).
    /// </summary>
    /// <param name="epoch">What holds for this epoch.</param>
    /// <param name="first">First place.</param>
    /// <param name="end">The place after the last.</param>
    /// <param name="positions">Every point as it was at the end of the last sub-batch.</param>
    /// <param name="moved">Receives the moved points, at their places.</param>
    void Move(UmapEpoch epoch, int first, int end, Vector4[] positions, Vector4[] moved);
}
