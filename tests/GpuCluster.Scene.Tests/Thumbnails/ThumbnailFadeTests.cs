using CsCheck;
using GpuCluster.Scene.Thumbnails;

namespace GpuCluster.Scene.Tests.Thumbnails;

public sealed class ThumbnailFadeTests
{
    private static readonly int[][] Levels =
    [
        [32],
        [32, 64, 128],
        [28, 100],
    ];

    [Fact]
    public void A_picture_fades_in_stays_and_fades_out_when_it_is_passed()
    {
        Assert.Equal(0, ThumbnailFade.ByPixels(0));
        Assert.Equal(0, ThumbnailFade.ByPixels(ThumbnailFade.FirstPixels));
        Assert.Equal(1, ThumbnailFade.ByPixels(ThumbnailFade.FullPixels));
        Assert.Equal(1, ThumbnailFade.ByPixels(ThumbnailFade.PassingPixels));
        Assert.Equal(0, ThumbnailFade.ByPixels(ThumbnailFade.PassedPixels));
        Assert.Equal(0, ThumbnailFade.ByPixels(float.PositiveInfinity));
    }

    [Fact]
    public void Opacity_follows_the_size_without_a_jump() =>
        Gen.Select(Gen.Float[0, 4000], Gen.Float[0, 0.1f])
            .Sample(
                (pixels, step) =>
                    Assert.True(Math.Abs(ThumbnailFade.ByPixels(pixels + step) - ThumbnailFade.ByPixels(pixels)) <= (0.2f * step) + 1e-6f)
            );

    [Fact]
    public void The_last_pictures_below_the_cap_fade() =>
        Gen.Int[1, 20_000]
            .Sample(max =>
            {
                Assert.Equal(1, ThumbnailFade.ByRank(0, max));
                Assert.Equal(0, ThumbnailFade.ByRank(max, max));
                float largestStep = 1.5f / Math.Max(1, 0.15f * max);
                for (int rank = 0; rank < max; rank += Math.Max(1, max / 200))
                    Assert.InRange(ThumbnailFade.ByRank(rank, max) - ThumbnailFade.ByRank(rank + 1, max), 0, largestStep + 1e-6f);
            });

    [Fact]
    public void Levels_pass_into_each_other_without_a_jump() =>
        Gen.Select(Gen.Int[0, Levels.Length - 1], Gen.Float[0, 300], Gen.Float[0, 0.1f])
            .Sample(
                (which, pixels, step) =>
                {
                    float[] now = Weights(pixels, Levels[which]);
                    float[] then = Weights(pixels + step, Levels[which]);
                    for (int level = 0; level < now.Length; level++)
                        Assert.True(Math.Abs(now[level] - then[level]) <= (0.2f * step) + 1e-5f);
                    Assert.Equal(1, now.Sum(), 1e-5f);

                    // What is shown alone is magnified by less than half, or the finest there is.
                    int alone = Array.IndexOf(now, 1f);
                    Assert.True(alone < 0 || alone == now.Length - 1 || pixels < 1.5f * Levels[which][alone]);
                }
            );

    private static float[] Weights(float pixels, int[] edges)
    {
        float[] weights = new float[edges.Length];
        (int coarse, int fine, float fineOpacity) = ThumbnailFade.LevelsAt(pixels, edges);
        weights[coarse] += 1 - fineOpacity;
        weights[fine] += fineOpacity;
        return weights;
    }
}
