using System.Runtime.CompilerServices;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>Products: a tile of dot products.</summary>
internal readonly struct ProductTerm : ITileTerm
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TLanes, TVector>(TVector left, TVector right, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.MultiplyAdd(left, right, sum);
}
