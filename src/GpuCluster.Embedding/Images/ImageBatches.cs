namespace GpuCluster.Embedding.Images;

/// <summary>Which images go through a model together.</summary>
/// <remarks>
/// The batches depend on the number of images alone, so that rows do not depend on the number of threads. The last ones are smaller:
/// threads take batches as they come, and each that finds none waits for those of the others.
/// </remarks>
internal static class ImageBatches
{
    /// <summary>Full batches that are given up for smaller ones at the end.</summary>
    private const int SplitBatches = 3;

    /// <summary>Divides images into batches, in their order.</summary>
    /// <param name="images">n, 0 or more.</param>
    /// <param name="batch">Images of a batch at most, 1 or more.</param>
    /// <param name="isSplit">Whether the last ones may be smaller: a model that fixes its batch would compute padding.</param>
    /// <returns>The first image and the number of each.</returns>
    public static IEnumerable<(int First, int Count)> Of(int images, int batch, bool isSplit)
    {
        for (int first = 0; first < images; )
        {
            int left = images - first,
                size = !isSplit || left > SplitBatches * batch ? batch
                : left > batch ? (batch + 1) / 2
                : (batch + 3) / 4;
            int count = Math.Min(size, left);
            yield return (first, count);
            first += count;
        }
    }
}
