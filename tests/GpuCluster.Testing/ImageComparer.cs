namespace GpuCluster.Testing;

/// <summary>How two pictures of one size differ.</summary>
/// <param name="Greatest">The greatest difference of one channel of one pixel, 0..255.</param>
/// <param name="PixelsBeyond">Pixels of which a channel differs by more than the tolerance.</param>
/// <param name="Mean">The mean difference over all channels, 0..255.</param>
public readonly record struct ImageDifference(int Greatest, int PixelsBeyond, double Mean);

/// <summary>Compares pictures of 4 bytes a pixel, all four channels alike.</summary>
public static class ImageComparer
{
    /// <summary>Compares two pictures.</summary>
    /// <param name="expected">4 bytes a pixel.</param>
    /// <param name="actual">As long.</param>
    /// <param name="tolerance">A channel may differ by so much, 0..255.</param>
    public static ImageDifference Compare(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, int tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(actual.Length, expected.Length, nameof(actual));
        int greatest = 0;
        int beyond = 0;
        long sum = 0;
        for (int pixel = 0; pixel < expected.Length; pixel += 4)
        {
            int worst = 0;
            for (int channel = 0; channel < 4; channel++)
            {
                int difference = Math.Abs(expected[pixel + channel] - actual[pixel + channel]);
                worst = Math.Max(worst, difference);
                sum += difference;
            }
            greatest = Math.Max(greatest, worst);
            if (worst > tolerance)
                beyond++;
        }
        return new ImageDifference(greatest, beyond, expected.Length == 0 ? 0 : (double)sum / expected.Length);
    }
}
