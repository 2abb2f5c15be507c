using System.Globalization;

namespace GpuCluster.Data.Files;

/// <summary>A part of an image, in pixels of the image as it is seen, or in percent of its sides.</summary>
/// <param name="Left">From the left side, 0 or more unless the box reaches beyond the image.</param>
/// <param name="Top">From the top.</param>
/// <param name="Width">More than 0.</param>
/// <param name="Height">More than 0.</param>
/// <param name="IsPercent">Whether 100 is a whole side.</param>
internal readonly record struct ImageBox(double Left, double Top, double Width, double Height, bool IsPercent)
{
    private const string Percent = "percent:";

    /// <summary>Reads "160,120,320,240" or "percent:25,25,50,50", as W3C's media fragments write boxes.</summary>
    public static ImageBox? TryParse(ReadOnlySpan<char> text)
    {
        bool isPercent = text.StartsWith(Percent, StringComparison.Ordinal);
        if (isPercent)
            text = text[Percent.Length..];
        Span<double> numbers = stackalloc double[4];
        int count = 0;
        foreach (Range range in text.Split(','))
        {
            if (
                count == numbers.Length
                || !double.TryParse(text[range], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[count])
                || !double.IsFinite(numbers[count])
            )
            {
                return null;
            }

            count++;
        }

        return count == numbers.Length && numbers[2] > 0 && numbers[3] > 0
            ? new ImageBox(numbers[0], numbers[1], numbers[2], numbers[3], isPercent)
            : null;
    }

    /// <summary>The pixels of an image that the box touches, cut to the image; of width or height 0 if it lies outside.</summary>
    /// <param name="width">The image's, in pixels.</param>
    /// <param name="height">The image's, in pixels.</param>
    /// <param name="scale">How many pixels of the image one of the box's is.</param>
    public (int Left, int Top, int Width, int Height) Within(int width, int height, (double X, double Y) scale)
    {
        (double x, double y) = IsPercent ? (width / 100.0, height / 100.0) : scale;
        (int left, int right) = Pixels(Left * x, (Left + Width) * x, width);
        (int top, int bottom) = Pixels(Top * y, (Top + Height) * y, height);
        return (left, top, right - left, bottom - top);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsPercent ? Percent : "")}{Left:0.####},{Top:0.####},{Width:0.####},{Height:0.####}"
        );

    // A box that ends a rounding error behind a pixel does not touch the next one.
    private static (int From, int To) Pixels(double from, double to, int length)
    {
        const double Slack = 1e-3;
        int first = (int)Math.Clamp(Math.Floor(from + Slack), 0, length);
        return (first, Math.Max(first, (int)Math.Clamp(Math.Ceiling(to - Slack), 0, length)));
    }
}
