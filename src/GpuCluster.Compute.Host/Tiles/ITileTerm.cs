namespace GpuCluster.Compute.Host.Tiles;

/// <summary>What a feature of two rows adds to the sum of a tile; the JIT makes one kernel of each implementation and register.</summary>
internal interface ITileTerm
{
    /// <summary>sum and the term of left and right.</summary>
    static abstract TVector Add<TRegister, TVector>(TVector left, TVector right, TVector sum)
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct;
}
