namespace GpuCluster.Scene.Samples;

/// <summary>Subsampling in even steps from the first on.</summary>
internal static class EvenSteps
{
    /// <summary>The smallest step that gives at most <paramref name="most"/> samples.</summary>
    /// <param name="count">The number of items, 0 or more.</param>
    /// <param name="most">The largest number of samples, 1 or more.</param>
    /// <returns>1 or more.</returns>
    public static int Of(int count, int most) => Math.Max(1, (count + most - 1) / most);
}
