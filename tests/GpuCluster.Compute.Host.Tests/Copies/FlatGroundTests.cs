using GpuCluster.Compute.Host.Copies;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Tests.Copies;

/// <summary>Which pictures are drawings on one colour, and where their content lies.</summary>
public sealed class FlatGroundTests
{
    private const int Edge = 32;

    [Fact]
    public void A_border_of_one_colour_is_the_ground_and_what_differs_the_content()
    {
        byte[] rgb = Filled(250);
        Fill(rgb, 8, 12, 4, 10, 40);
        FlatGround ground = Assert.NotNull(FlatGround.Of(rgb, Edge));
        Assert.Equal((250, 250, 250), (ground.Red, ground.Green, ground.Blue));
        Assert.Equal(new FrameBox(8 / 32.0, 4 / 32.0, 4 / 32.0, 6 / 32.0), ground.Content);
        Assert.Equal(4 / 32.0, ground.Content!.Value.Margin);
    }

    [Fact]
    public void Noise_is_no_content_and_a_border_of_many_colours_no_ground()
    {
        byte[] noise = Filled(250);
        for (int at = 0; at < noise.Length; at += 7)
            noise[at] = 244;
        Assert.Null(Assert.NotNull(FlatGround.Of(noise, Edge)).Content);

        byte[] half = Filled(250);
        Fill(half, 0, 32, 0, 12, 90);
        Assert.Null(FlatGround.Of(half, Edge));
    }

    /// <summary>Two bars of 10 x 20 pixels with their middles at 45 and 155: the mean is 100, the deviation sqrt(55² + 100/12).</summary>
    [Fact]
    public void The_window_lies_around_the_moments_of_the_ink()
    {
        const int Width = 200,
            Height = 100;
        byte[] rgba = new byte[Width * Height * 4];
        Array.Fill(rgba, (byte)255);
        foreach (int left in new[] { 40, 150 })
        {
            for (int y = 40; y < 60; y++)
            {
                for (int x = left; x < left + 10; x++)
                    rgba.AsSpan(((y * Width) + x) * 4, 3).Clear();
            }
        }

        FrameBox window = Assert.NotNull(InkWindow.Of(new DecodedImage(Width, Height, rgba), new FlatGround(255, 255, 255, null)));
        double side = 5 * Math.Sqrt((55.0 * 55) + (100 / 12.0));
        Assert.Equal(0.5, window.CentreX, 6);
        Assert.Equal(0.5, window.CentreY, 6);
        Assert.Equal(side / Width, window.Width, 2e-3);
        Assert.Equal(side / Height, window.Height, 4e-3);
    }

    private static byte[] Filled(byte value)
    {
        byte[] rgb = new byte[Edge * Edge * 3];
        Array.Fill(rgb, value);
        return rgb;
    }

    private static void Fill(byte[] rgb, int left, int right, int top, int bottom, byte value)
    {
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
                rgb.AsSpan(((y * Edge) + x) * 3, 3).Fill(value);
        }
    }
}
