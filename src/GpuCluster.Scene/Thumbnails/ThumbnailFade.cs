namespace GpuCluster.Scene.Thumbnails;

/// <summary>
/// Size and opacity of a picture by its projected size. All functions are continuous, so that nothing changes abruptly as the camera moves.
/// </summary>
public static class ThumbnailFade
{
    /// <summary>Below this projected size, in pixels of the desktop, a sample is a point alone.</summary>
    public const float FirstPixels = 26;

    /// <summary>From this size on its picture has faded in.</summary>
    public const float FullPixels = 36;

    /// <summary>No picture is drawn larger: it would hide all others.</summary>
    public const float LargestPixels = 256;

    /// <summary>The camera is about to pass through it: from here its picture fades out.</summary>
    public const float PassingPixels = 4 * LargestPixels;

    /// <summary>By here it has faded out.</summary>
    public const float PassedPixels = 8 * LargestPixels;

    /// <summary>
    /// The next level of resolution begins to fade in where one pixel of this level covers one pixel of the screen, and is opaque where it
    /// covers this many.
    /// </summary>
    private const float LevelOverlap = 1.4f;

    /// <summary>The share of the largest number of pictures, at the far end, over which they fade out.</summary>
    private const float CapBand = 0.15f;

    /// <summary>The opacity by projected size, 0 to 1.</summary>
    /// <param name="pixels">Pixels of the desktop.</param>
    public static float ByPixels(float pixels) =>
        Smooth((pixels - FirstPixels) / (FullPixels - FirstPixels))
        * (1 - Smooth((pixels - PassingPixels) / (PassedPixels - PassingPixels)));

    /// <summary>
    /// The opacity by how many pictures are nearer, 0 to 1: the last ones below the largest number fade, so that a picture that exceeds it
    /// is already invisible.
    /// </summary>
    /// <param name="rank">Pictures that are nearer.</param>
    /// <param name="max">The greatest number of pictures.</param>
    public static float ByRank(int rank, int max) => Smooth((max - rank) / Math.Max(1, CapBand * max));

    /// <summary>Which levels of resolution are shown at a size: one, or two of which the finer lies over the coarser.</summary>
    /// <param name="pixels">Of the screen.</param>
    /// <param name="edges">The levels there are, in pixels, ascending; one at least.</param>
    /// <returns>Indices of levels; opacity of the finer over the coarser, 0 to 1.</returns>
    public static (int Coarse, int Fine, float FineOpacity) LevelsAt(float pixels, IReadOnlyList<int> edges)
    {
        int coarse = 0;
        while (coarse < edges.Count - 1 && pixels >= edges[coarse] * LevelOverlap)
            coarse++;
        if (coarse == edges.Count - 1 || pixels <= edges[coarse])
            return (coarse, coarse, 0);
        return (coarse, coarse + 1, Smooth((pixels - edges[coarse]) / (edges[coarse] * (LevelOverlap - 1))));
    }

    // 3t² - 2t³: level at both ends.
    private static float Smooth(float t)
    {
        float place = Math.Clamp(t, 0, 1);
        return place * place * (3 - (2 * place));
    }
}
