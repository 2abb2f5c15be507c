namespace GpuCluster.Core.Quality;

/// <summary>Exposure and focus of a grey picture, measured from its pixels.</summary>
/// <param name="Brightness">Mean, 0 (black) to 1 (white).</param>
/// <param name="Contrast">Standard deviation of the pixels over 255, 0 to 0.5.</param>
/// <param name="Sharpness">
/// Variance of the Laplacian, in squared grey levels of 0 to 255: low where a picture is out of focus (Pech-Pacheco et al. 2000, "Diatom
/// autofocusing in brightfield microscopy"). The same as OpenCV's Laplacian(picture, CV_64F).var(): four neighbours, mirrored at the
/// border.
/// </param>
public readonly record struct ImageMeasures(double Brightness, double Contrast, double Sharpness)
{
    /// <summary>Measures one picture.</summary>
    /// <param name="grey">height x width pixels, row-major.</param>
    /// <param name="height">Rows, 1 or more.</param>
    /// <param name="width">Columns, 1 or more.</param>
    public static ImageMeasures Of(ReadOnlySpan<byte> grey, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(grey.Length, checked(height * width), nameof(grey));
        long sum = 0,
            squares = 0,
            edges = 0,
            squaredEdges = 0;
        for (int y = 0; y < height; y++)
        {
            int above = Mirrored(y - 1, height) * width,
                below = Mirrored(y + 1, height) * width;
            for (int x = 0; x < width; x++)
            {
                int pixel = grey[(y * width) + x];
                int edge =
                    grey[above + x]
                    + grey[below + x]
                    + grey[(y * width) + Mirrored(x - 1, width)]
                    + grey[(y * width) + Mirrored(x + 1, width)]
                    - (4 * pixel);
                sum += pixel;
                squares += pixel * pixel;
                edges += edge;
                squaredEdges += edge * edge;
            }
        }

        double count = grey.Length;
        return new ImageMeasures(sum / count / 255, Math.Sqrt(Variance(sum, squares, count)) / 255, Variance(edges, squaredEdges, count));
    }

    // Sums of whole numbers are exact, so the difference of squares loses nothing but the last rounding.
    private static double Variance(long sum, long squares, double count) =>
        Math.Max(0, (double)((squares * (Int128)count) - ((Int128)sum * sum)) / (count * count));

    /// <summary>Mirrors a place without repeating the border; a side of one pixel is its own neighbour.</summary>
    private static int Mirrored(int at, int length) =>
        length == 1 ? 0
        : at < 0 ? -at
        : at < length ? at
        : (2 * length) - 2 - at;
}
