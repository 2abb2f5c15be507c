using GpuCluster.Compute.Host.Copies;

namespace GpuCluster.Compute.Host.Tests.Copies;

/// <summary>The alignment of two views, on a scene that is known everywhere.</summary>
public sealed class AlignmentFitTests
{
    private const int Edge = 48;

    /// <summary>A frame moved, scaled and made brighter: the fit finds by how much.</summary>
    [Theory]
    [InlineData(0, 0, 1, 1, 0)]
    [InlineData(0.02, -0.015, 1, 1.2, 0)]
    [InlineData(0.05, 0.05, 0.9, 1.2, 0)]
    [InlineData(0.04, 0.06, 0.9, 1, 20)]
    public void Place_size_gain_and_offset_are_found(double left, double top, double size, double gain, double offset)
    {
        FrameBox part = new(left, top, size, size);
        PictureView dark = View(FrameBox.Whole, 1, 0),
            bright = View(part, gain, offset);
        Alignment start = Alignment.OfFrames(bright, dark, size < 1 ? 0.9 : 1);

        Alignment fit = AlignmentFit.Run(bright, dark, start, stride: 1);

        FrameBox found = fit.FrameIn(bright, dark);
        Assert.Equal(left, found.Left, 0.003);
        Assert.Equal(top, found.Top, 0.003);
        Assert.Equal(size, found.Width, 0.004);
        Assert.Equal(size, found.Height, 0.004);
        Assert.Equal(gain, fit.Gain, 0.03);
        Assert.Equal(offset, fit.Offset, 5.0);
        Agreement agreement = Agreement.Of(bright, dark, fit);
        Assert.InRange(agreement.Correlation, 0.998, 1.000001);
        Assert.InRange(agreement.WorstBlock, 0, 0.15);
    }

    [Fact]
    public void Every_second_pixel_finds_nearly_the_same()
    {
        PictureView dark = View(FrameBox.Whole, 1, 0),
            bright = View(new FrameBox(0.05, 0.05, 0.9, 0.9), 1.2, 0);
        FrameBox found = AlignmentFit.Run(bright, dark, Alignment.OfFrames(bright, dark, 0.9), stride: 2).FrameIn(bright, dark);
        Assert.Equal(0.05, found.Left, 0.006);
        Assert.Equal(0.9, found.Width, 0.008);
    }

    /// <summary>The correlation of the whole does not see it, the block does.</summary>
    [Fact]
    public void One_thing_that_is_another_shows_in_the_worst_block()
    {
        PictureView dark = View(FrameBox.Whole, 1, 0);
        byte[] changed = [.. dark.Rgb];
        for (int y = 25; y < 28; y++)
        {
            for (int x = 25; x < 28; x++)
                changed.AsSpan(((y * Edge) + x) * 3, 3).Clear();
        }

        PictureView other = new(Edge, FrameBox.Whole, changed, null);
        Alignment same = Alignment.OfFrames(dark, other, 1);
        Agreement agreement = Agreement.Of(dark, other, same);
        Assert.InRange(agreement.Correlation, 0.95, 1);
        Assert.True(agreement.WorstBlock > 1, $"{agreement.WorstBlock}");
        Assert.Null(PairCheck.Of(dark, other, isDrawing: false));
        Assert.Equal(1, PairCheck.Of(dark, dark, isDrawing: true)!.Value, 6);
    }

    /// <summary>A part of a smooth scene with some thirty bumps.</summary>
    private static PictureView View(FrameBox part, double gain, double offset)
    {
        byte[] rgb = new byte[Edge * Edge * 3];
        for (int y = 0; y < Edge; y++)
        {
            for (int x = 0; x < Edge; x++)
            {
                double u = part.Left + ((x + 0.5) / Edge * part.Width),
                    v = part.Top + ((y + 0.5) / Edge * part.Height);
                for (int c = 0; c < 3; c++)
                    rgb[(((y * Edge) + x) * 3) + c] = (byte)Math.Clamp(Math.Round((gain * Scene(u, v, c)) + offset), 0, 255);
            }
        }

        return new PictureView(Edge, FrameBox.Whole, rgb, null);
    }

    private static double Scene(double u, double v, int channel) =>
        95
        + (30 * Math.Sin((11 * u) + (3 * v)))
        + (30 * Math.Sin((17 * v) - (6 * u) + channel))
        + (20 * Math.Sin(23 * u) * Math.Sin(19 * v));
}
