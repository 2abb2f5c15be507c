using System.Runtime.CompilerServices;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// Absolute differences, subtracted: a tile of Manhattan distances below zero, which subtracted from the half squares of both rows, 0 under
/// this metric, gives distances. A feature is 7 loads and three instructions for each sum, so that the sums, not memory, take the time.
/// </summary>
internal readonly struct DifferenceTerm : ITileTerm
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TRegister, TVector>(TVector left, TVector right, TVector sum)
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct => TRegister.SubtractDifference(left, right, sum);
}
