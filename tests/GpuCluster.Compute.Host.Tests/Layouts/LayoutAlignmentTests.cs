using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Tests.Layouts;

public sealed class LayoutAlignmentTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_layout_turned_mirrored_moved_and_scaled_comes_back(int dims)
    {
        Random random = new(4);
        Layout reference = LayoutAlignment.Normalise(
            new Layout(50, dims, [.. Enumerable.Range(0, 50 * dims).Select(_ => random.NextSingle())])
        );
        float[] other = new float[50 * dims];
        for (int i = 0; i < 50; i++)
        {
            ReadOnlySpan<float> at = reference.Of(i);
            other[i * dims] = (3 * ((0.6f * at[0]) - (0.8f * at[1]))) + 7;
            other[(i * dims) + 1] = (-3 * ((0.8f * at[0]) + (0.6f * at[1]))) - 2;
            if (dims == 3)
                other[(i * dims) + 2] = (3 * at[2]) + 1;
        }

        Layout aligned = LayoutAlignment.Align(reference, new Layout(50, dims, other));

        for (int i = 0; i < other.Length; i++)
            Assert.Equal(reference.Values[i], aligned.Values[i], 1e-3f);
    }

    [Fact]
    public void Layouts_without_extent_stay_finite()
    {
        Layout flat = new(4, 3, new float[12]);

        Assert.All(LayoutAlignment.Align(LayoutAlignment.Normalise(flat), flat).Values, value => Assert.Equal(0, value));
    }
}
