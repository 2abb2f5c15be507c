using System.Runtime.CompilerServices;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>Products: a tile of dot products.</summary>
internal readonly struct ProductTerm : ITileTerm
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TRegister, TVector>(TVector left, TVector right, TVector sum)
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct => TRegister.MultiplyAdd(left, right, sum);
}
