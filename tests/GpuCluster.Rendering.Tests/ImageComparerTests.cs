using GpuCluster.Testing;

namespace GpuCluster.Rendering.Tests;

public sealed class ImageComparerTests
{
    [Fact]
    public void Equal_pictures_do_not_differ() =>
        Assert.Equal(new ImageDifference(0, 0, 0), ImageComparer.Compare([1, 2, 3, 4], [1, 2, 3, 4], 0));

    [Fact]
    public void Differences_are_counted_in_bytes_and_pixels_either_way_round()
    {
        byte[] black = [0, 0, 0, 255, 0, 0, 0, 255];
        byte[] other = [0, 7, 0, 255, 255, 0, 0, 255];
        Assert.Equal(new ImageDifference(255, 1, 262 / 8.0), ImageComparer.Compare(black, other, tolerance: 7));
        Assert.Equal(new ImageDifference(255, 2, 262 / 8.0), ImageComparer.Compare(other, black, tolerance: 6));
        Assert.Equal(0, ImageComparer.Compare(black, other, tolerance: 255).PixelsBeyond);
    }

    [Fact]
    public void Pictures_of_different_sizes_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageComparer.Compare(new byte[4], new byte[8], 0));
}
