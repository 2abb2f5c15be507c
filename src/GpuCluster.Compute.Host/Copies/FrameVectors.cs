using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>
/// Short vectors whose cosines find candidates: the values of a small picture, minus their mean. Each picture has two, one of its whole
/// frame and one without 5 % at each side, as a crop of it has.
/// </summary>
internal static class FrameVectors
{
    /// <summary>Pixels along a side.</summary>
    private const int Edge = 12;

    /// <summary>Values of a vector.</summary>
    private const int Columns = Edge * Edge * 3;

    /// <summary>Pixels along a side of a content.</summary>
    private const int ContentEdge = 16;

    /// <summary>Values of its vector.</summary>
    private const int ContentColumns = ContentEdge * ContentEdge * 3;

    /// <summary>Makes the vectors of the whole frames, then those of the crops.</summary>
    /// <param name="samples">m samples.</param>
    /// <param name="smallOf">The small picture of a sample: edge x edge x 3 bytes.</param>
    /// <param name="edge">Its pixels along a side.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>2 m rows.</returns>
    public static EmbeddingMatrix OfFrames(
        int[] samples,
        Func<int, ReadOnlyMemory<byte>> smallOf,
        int edge,
        int threads,
        CancellationToken cancellation
    )
    {
        float[] values = new float[2L * samples.Length * Columns];
        RowChunks.ForEachRow(
            2 * samples.Length,
            threads,
            report: null,
            row =>
                Scale(
                    smallOf(samples[row % samples.Length]).Span,
                    edge,
                    row < samples.Length ? 0 : 0.05,
                    Edge,
                    values.AsSpan(row * Columns, Columns)
                ),
            cancellation
        );
        return new EmbeddingMatrix(2 * samples.Length, Columns, values);
    }

    /// <summary>The vector of a view of the content of a drawing.</summary>
    /// <param name="views">m views.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static EmbeddingMatrix OfContents(PictureView[] views, int threads, CancellationToken cancellation)
    {
        float[] values = new float[(long)views.Length * ContentColumns];
        RowChunks.ForEachRow(
            views.Length,
            threads,
            report: null,
            row => Scale(views[row].Rgb, views[row].Edge, 0, ContentEdge, values.AsSpan(row * ContentColumns, ContentColumns)),
            cancellation
        );
        return new EmbeddingMatrix(views.Length, ContentColumns, values);
    }

    private static void Scale(ReadOnlySpan<byte> rgb, int edge, double crop, int side, Span<float> vector)
    {
        double step = edge * (1 - (2 * crop)) / side;
        vector.Clear();
        for (int v = 0; v < side; v++)
        {
            double top = (edge * crop) + (v * step),
                bottom = top + step;
            for (int u = 0; u < side; u++)
            {
                double left = (edge * crop) + (u * step),
                    right = left + step;
                Span<float> into = vector.Slice(((v * side) + u) * 3, 3);
                for (int y = (int)top; y < Math.Min(edge, bottom); y++)
                {
                    double high = Math.Min(bottom, y + 1) - Math.Max(top, y);
                    for (int x = (int)left; x < Math.Min(edge, right); x++)
                    {
                        float share = (float)(high * (Math.Min(right, x + 1) - Math.Max(left, x)));
                        int at = ((y * edge) + x) * 3;
                        into[0] += share * rgb[at];
                        into[1] += share * rgb[at + 1];
                        into[2] += share * rgb[at + 2];
                    }
                }
            }
        }

        float sum = 0;
        foreach (float value in vector)
            sum += value;
        float mean = sum / vector.Length;
        foreach (ref float value in vector)
            value -= mean;
    }
}
