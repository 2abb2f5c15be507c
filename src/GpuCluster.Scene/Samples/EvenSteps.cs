namespace GpuCluster.Scene.Samples;

/// <summary>Some of many, in even steps from the first on.</summary>
internal static class EvenSteps
{
    /// <summary>The least step in which no more than so many are met.</summary>
    /// <param name="count">How many there are, 0 or more.</param>
    /// <param name="most">How many to meet at most, 1 or more.</param>
    /// <returns>1 or more.</returns>
    public static int Of(int count, int most) => Math.Max(1, (count + most - 1) / most);
}
