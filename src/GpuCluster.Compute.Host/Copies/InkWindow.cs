using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>Where the content of a drawing lies, so that a window on it does not depend on how much ground is around it.</summary>
internal static class InkWindow
{
    /// <summary>Differences to the ground up to this are none: JPEG leaves such around lines.</summary>
    private const int Tolerance = 28;

    /// <summary>Half of a window's side, in standard deviations of the ink along its longer direction: a full square has 1.7.</summary>
    private const double Reach = 2.5;

    /// <summary>A window around the ink that is square in pixels, so that proportions stay.</summary>
    /// <param name="image">The drawing.</param>
    /// <param name="ground">Its ground.</param>
    /// <returns>Null where there is no ink. The window may reach beyond the frame.</returns>
    public static FrameBox? Of(DecodedImage image, FlatGround ground)
    {
        long[] columns = new long[image.Width],
            rows = new long[image.Height];
        ReadOnlySpan<byte> rgba = image.Rgba.Span;
        for (int row = 0; row < image.Height; row++)
        {
            for (int column = 0; column < image.Width; column++)
            {
                int ink = Math.Max(0, ground.DistanceOf(rgba.Slice(((row * image.Width) + column) * 4, 3)) - Tolerance);
                columns[column] += ink;
                rows[row] += ink;
            }
        }

        if (!Array.Exists(columns, ink => ink > 0))
            return null;
        (double x, double spreadX) = Moments(columns);
        (double y, double spreadY) = Moments(rows);
        double half = Math.Max(Math.Max(spreadX, spreadY), 1) * Reach;
        return new FrameBox((x - half) / image.Width, (y - half) / image.Height, 2 * half / image.Width, 2 * half / image.Height);
    }

    // Unlike the outermost ink, they change as little as the picture does.
    private static (double Mean, double Spread) Moments(long[] ink)
    {
        double sum = 0,
            first = 0,
            second = 0;
        for (int at = 0; at < ink.Length; at++)
        {
            double place = at + 0.5;
            sum += ink[at];
            first += ink[at] * place;
            second += ink[at] * place * place;
        }

        double mean = first / sum;
        return (mean, Math.Sqrt(Math.Max(0, (second / sum) - (mean * mean))));
    }
}
