using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>The two hashes that the search for copies is measured beside, on values worked out by hand.</summary>
public sealed class ImageHashesTests
{
    /// <summary>Rows that rise from left to right have every bit, rows that fall have none.</summary>
    [Fact]
    public void A_difference_hash_has_a_bit_wherever_brightness_rises()
    {
        double[] rising = [.. Enumerable.Range(0, 72).Select(at => at % 9 * 10.0)];
        double[] falling = [.. rising.Select(value => 100 - value)];
        double[] lastRises = [.. Enumerable.Range(0, 72).Select(at => at == 71 ? 1.0 : 0)];

        Assert.Equal(ulong.MaxValue, ImageHashes.DifferenceOf(rising));
        Assert.Equal(0UL, ImageHashes.DifferenceOf(falling));
        Assert.Equal(1UL << 63, ImageHashes.DifferenceOf(lastRises));
    }

    /// <summary>
    /// A sum of 32 basis functions with positive weights and 32 with negative ones: the transform gives the weights back, so the bits are
    /// their signs.
    /// </summary>
    [Fact]
    public void A_perceptual_hash_has_the_signs_of_the_lowest_frequencies_about_their_median()
    {
        const ulong Signs = 0x5A3C_96E1_0FF0_A55AUL;
        Assert.Equal(32, System.Numerics.BitOperations.PopCount(Signs));
        double[] grey = new double[32 * 32];
        for (int bit = 0; bit < 64; bit++)
        {
            double weight = (Signs >> bit & 1) == 1 ? 1 : -1;
            for (int at = 0; at < grey.Length; at++)
            {
                grey[at] +=
                    weight
                    * Math.Cos(Math.PI * (bit % 8) * ((2 * (at % 32)) + 1) / 64)
                    * Math.Cos(Math.PI * (bit / 8) * ((2 * (at / 32)) + 1) / 64);
            }
        }

        Assert.Equal(Signs, ImageHashes.PerceptualOf(grey));
    }

    [Fact]
    public void A_picture_has_the_hash_of_its_means()
    {
        using SKBitmap bitmap = new(90, 16);
        bitmap.Pixels =
        [
            .. Enumerable.Range(0, 90 * 16).Select(at => at % 90 / 10 is var column && column < 5 ? Grey(column * 40) : Grey(0)),
        ];

        // Four rises, then falls or nothing, in each of eight rows.
        Assert.Equal(0x0F0F_0F0F_0F0F_0F0FUL, ImageHashes.Difference(bitmap));
        Assert.Equal(3, ImageHashes.Distance(0b1011, 0b0110_0000 ^ 0b1011 ^ 0b1000));

        static SKColor Grey(int value) => new((byte)value, (byte)value, (byte)value);
    }
}
