namespace GpuCluster.Core.Simd;

/// <summary>A lane with the natural logarithm, which losses need and forces do not.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
public interface ISimdLogarithm<TSelf> : ISimdFloat<TSelf>
    where TSelf : struct, ISimdLogarithm<TSelf>
{
    /// <summary>The natural logarithm, for normal values above 0.</summary>
    static abstract TSelf Log(TSelf value);
}
