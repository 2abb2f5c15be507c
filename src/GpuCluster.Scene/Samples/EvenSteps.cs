namespace GpuCluster.Scene.Samples;

/// <summary>Subsampling in even steps from the first on.</summary>
internal static class EvenSteps
{
    /// <summary>The smallest step that gives at most <paramref name="max"/> samples.</summary>
    /// <param name="count">The number of items, 0 or more.</param>
    /// <param name="max">The largest number of samples, 1 or more.</param>
    /// <returns>1 or more.</returns>
    public static int Of(int count, int max) => Math.Max(1, (count + max - 1) / max);
}
