using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>A part of a picture, seen at few pixels: what two pictures are compared by.</summary>
internal sealed class PictureView
{
    /// <param name="edge">Pixels along a side.</param>
    /// <param name="window">The part of the frame that it shows.</param>
    /// <param name="rgb">edge x edge x 3 bytes, row-major.</param>
    /// <param name="ground">What lies around the window; null where it shows the whole frame.</param>
    public PictureView(int edge, FrameBox window, byte[] rgb, FlatGround? ground)
    {
        (Edge, Window, Rgb, Ground) = (edge, window, rgb, ground);
        Luma = new byte[edge * edge];
        for (int at = 0; at < Luma.Length; at++)
        {
            Luma[at] = LumaOf(rgb.AsSpan(at * 3, 3));
            Brightness += Luma[at];
        }
    }

    /// <summary>Pixels along a side.</summary>
    public int Edge { get; }

    /// <summary>The part of the frame that it shows; it may reach beyond.</summary>
    public FrameBox Window { get; }

    /// <summary>Edge x Edge x 3 bytes, row-major.</summary>
    public byte[] Rgb { get; }

    /// <summary>What lies around the window; null where it shows the whole frame.</summary>
    public FlatGround? Ground { get; }

    /// <summary>The brightness of each pixel, ITU-R BT.601.</summary>
    public byte[] Luma { get; }

    /// <summary>The sum of it.</summary>
    public long Brightness { get; }

    /// <summary>The brightness of a colour.</summary>
    /// <param name="rgb">3 bytes.</param>
    public static byte LumaOf(ReadOnlySpan<byte> rgb) => (byte)(((rgb[0] * 77) + (rgb[1] * 150) + (rgb[2] * 29) + 128) >> 8);

    /// <summary>
    /// The slopes of the brightness by its contrast, root mean squares: 0.3 for a smooth picture, 1 for thin lines. Noise counts as slopes
    /// of 5 levels.
    /// </summary>
    public double Roughness()
    {
        const double Noise = 25;
        double sum = 0,
            squares = 0,
            slopes = 0;
        for (int y = 0; y < Edge; y++)
        {
            for (int x = 0; x < Edge; x++)
            {
                double value = Luma[(y * Edge) + x];
                sum += value;
                squares += value * value;
                double across = x > 0 ? value - Luma[(y * Edge) + x - 1] : 0,
                    down = y > 0 ? value - Luma[((y - 1) * Edge) + x] : 0;
                slopes += (across * across) + (down * down);
            }
        }

        int count = Edge * Edge;
        double variance = (squares / count) - (sum / count * sum / count);
        return Math.Sqrt(((slopes / count) + Noise) / Math.Max(1, variance));
    }

    /// <summary>
    /// Scales a window of a picture by a triangle as wide as a pixel of the view, or of the picture where those are larger: smooth in both
    /// directions, so that a copy at another size gives the same view.
    /// </summary>
    /// <param name="image">An opaque picture.</param>
    /// <param name="window">The part of its frame.</param>
    /// <param name="edge">Pixels along a side of the view.</param>
    /// <param name="ground">What lies beyond the frame; null where the window does not reach beyond it.</param>
    public static PictureView Of(DecodedImage image, FrameBox window, int edge, FlatGround? ground)
    {
        Tent[] across = Tent.Of(image.Width, window.Left, window.Width, edge),
            down = Tent.Of(image.Height, window.Top, window.Height, edge);
        float[] fill = ground is { } colour ? [colour.Red, colour.Green, colour.Blue] : [0, 0, 0];
        ReadOnlySpan<byte> rgba = image.Rgba.Span;
        float[] sums = new float[edge * edge * 3];
        float[] weights = new float[edge];
        float[] row = new float[edge * 3];
        int first = Math.Max(0, down[0].First),
            end = Math.Min(image.Height, down[^1].First + down[^1].Weights.Length);
        for (int y = first; y < end; y++)
        {
            bool isNarrow = false;
            for (int v = 0; v < edge; v++)
            {
                int at = y - down[v].First;
                if (at < 0 || at >= down[v].Weights.Length || down[v].Weights[at] == 0)
                    continue;
                if (!isNarrow)
                    Narrow(rgba.Slice(y * image.Width * 4, image.Width * 4), across, fill, row, ground is null);
                isNarrow = true;
                float weight = down[v].Weights[at];
                weights[v] += weight;
                for (int i = 0; i < row.Length; i++)
                    sums[(v * edge * 3) + i] += row[i] * weight;
            }
        }

        byte[] rgb = new byte[sums.Length];
        for (int v = 0; v < edge; v++)
        {
            for (int i = 0; i < edge * 3; i++)
            {
                float sum = sums[(v * edge * 3) + i];
                float value = ground is null ? sum / weights[v] : sum + ((1 - weights[v]) * fill[i % 3]);
                rgb[(v * edge * 3) + i] = (byte)Math.Clamp(value + 0.5f, 0, 255);
            }
        }

        return new PictureView(edge, window, rgb, ground);
    }

    private static void Narrow(ReadOnlySpan<byte> rgba, Tent[] across, float[] fill, float[] row, bool isInside)
    {
        for (int u = 0; u < across.Length; u++)
        {
            (float red, float green, float blue, float sum) = (0, 0, 0, 0);
            (int first, float[] weights) = across[u];
            for (int i = 0; i < weights.Length; i++)
            {
                int at = (first + i) * 4;
                if (at < 0 || at >= rgba.Length)
                    continue;
                red += rgba[at] * weights[i];
                green += rgba[at + 1] * weights[i];
                blue += rgba[at + 2] * weights[i];
                sum += weights[i];
            }

            float scale = isInside ? 1 / sum : 1,
                rest = isInside ? 0 : 1 - sum;
            row[u * 3] = (red * scale) + (rest * fill[0]);
            row[(u * 3) + 1] = (green * scale) + (rest * fill[1]);
            row[(u * 3) + 2] = (blue * scale) + (rest * fill[2]);
        }
    }

    /// <summary>The weights of the pixels of a picture in one of a view; their sum is 1.</summary>
    /// <param name="First">The first pixel; below 0 where the view reaches beyond the frame.</param>
    /// <param name="Weights">Of it and the next ones.</param>
    private readonly record struct Tent(int First, float[] Weights)
    {
        public static Tent[] Of(int pixels, double start, double size, int edge)
        {
            Tent[] all = new Tent[edge];
            double step = pixels * size / edge,
                reach = Math.Max(1, step);
            for (int i = 0; i < edge; i++)
            {
                double centre = (pixels * start) + ((i + 0.5) * step);
                int first = (int)Math.Floor(centre - reach),
                    last = (int)Math.Ceiling(centre + reach);
                double[] weights = new double[last - first + 1];
                for (int k = 0; k < weights.Length; k++)
                    weights[k] = Math.Max(0, 1 - (Math.Abs(first + k + 0.5 - centre) / reach));
                double sum = weights.Sum();
                all[i] = new Tent(first, Array.ConvertAll(weights, weight => (float)(weight / sum)));
            }

            return all;
        }
    }
}
