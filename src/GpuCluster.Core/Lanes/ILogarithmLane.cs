namespace GpuCluster.Core.Lanes;

/// <summary>A lane with the natural logarithm, which losses need and forces do not.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
public interface ILogarithmLane<TSelf> : ILane<TSelf>
    where TSelf : struct, ILogarithmLane<TSelf>
{
    /// <summary>The natural logarithm, for normal values above 0.</summary>
    static abstract TSelf Log(TSelf value);
}
