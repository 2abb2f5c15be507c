namespace GpuCluster.Scene.Pairs;

/// <summary>What is known of two pictures so far.</summary>
/// <param name="Left">The left picture; null while it is read.</param>
/// <param name="Right">The right picture; null while it is read.</param>
/// <param name="Difference">Their difference; null while it is computed, and where one of them cannot be shown.</param>
public sealed record PairContent(PairPicture? Left, PairPicture? Right, PairDifference? Difference)
{
    /// <summary>Nothing is known.</summary>
    public static PairContent Empty { get; } = new(null, null, null);
}
