using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>Where the content of a drawing lies, so that a window on it does not depend on how much ground is around it.</summary>
internal static class InkWindow
{
    /// <summary>Differences to the ground up to this are none: JPEG leaves such around lines.</summary>
    private const int Tolerance = 28;

    /// <summary>The share of the ink beyond each side of the box: a few stray pixels do not move it.</summary>
    private const double Beyond = 0.01;

    /// <summary>How much larger than the box the window is.</summary>
    private const double Room = 1.3;

    /// <summary>A window around the ink that is square in pixels, so that proportions stay.</summary>
    /// <param name="image">The drawing.</param>
    /// <param name="ground">Its ground.</param>
    /// <returns>Null where there is no ink. The window may reach beyond the frame.</returns>
    public static FrameBox? Of(DecodedImage image, FlatGround ground)
    {
        long[] columns = new long[image.Width],
            rows = new long[image.Height];
        ReadOnlySpan<byte> rgba = image.Rgba.Span;
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                int ink = Math.Max(0, ground.DistanceOf(rgba.Slice(((y * image.Width) + x) * 4, 3)) - Tolerance);
                columns[x] += ink;
                rows[y] += ink;
            }
        }

        if (!Array.Exists(columns, ink => ink > 0))
            return null;
        (double left, double right) = Bounds(columns);
        (double top, double bottom) = Bounds(rows);
        double side = Math.Max(Math.Max(right - left, bottom - top), 1) * Room;
        return new FrameBox(
            (((left + right) / 2) - (side / 2)) / image.Width,
            (((top + bottom) / 2) - (side / 2)) / image.Height,
            side / image.Width,
            side / image.Height
        );
    }

    // Between pixels too: where the sum passes a share of the whole.
    private static (double From, double To) Bounds(long[] ink)
    {
        double whole = ink.Sum();
        return (Passing(ink, whole * Beyond), Passing(ink, whole * (1 - Beyond)));
    }

    private static double Passing(long[] ink, double share)
    {
        double sum = 0;
        for (int at = 0; at < ink.Length; at++)
        {
            if (sum + ink[at] >= share)
                return at + ((share - sum) / Math.Max(1, ink[at]));
            sum += ink[at];
        }

        return ink.Length;
    }
}
