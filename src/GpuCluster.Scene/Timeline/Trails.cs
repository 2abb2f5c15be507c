using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Timeline;

/// <summary>The past movement of points, as lines that fade towards the past.</summary>
public static class Trails
{
    /// <summary>More points than this are thinned evenly: their lines would hide each other.</summary>
    public const int MaxPoints = 500;

    /// <summary>The most straight pieces of one trail.</summary>
    public const int MaxPieces = 32;

    private const float OpacityAtEnd = 0.9f;

    /// <summary>
    /// Draws the trails of points over some epochs, each in the point's colour, from clear at the oldest to nearly opaque at the point
    /// itself.
    /// </summary>
    /// <param name="history">Where the points were.</param>
    /// <param name="until">The epoch that is shown; its end of a line is the point itself.</param>
    /// <param name="epochs">How many epochs back, above 0.</param>
    /// <param name="points">Indices.</param>
    /// <param name="rgba">The colour of every point; length n.</param>
    /// <returns>Two vertices a piece; none where nothing is recorded before <paramref name="until"/>.</returns>
    public static LineVertex[] Of(EpochHistory history, double until, double epochs, ReadOnlySpan<int> points, ReadOnlySpan<uint> rgba)
    {
        if (history.Range is not { } range || points.IsEmpty)
            return [];
        until = Math.Min(until, range.Last);
        double from = Math.Max(range.First, until - epochs);
        if (!(from < until))
            return [];
        int[] drawn = Thinned(points);
        int pieces = (int)Math.Clamp(Math.Ceiling(until - from), 1, MaxPieces);
        LineVertex[] lines = new LineVertex[drawn.Length * pieces * 2];
        Vector3[] begin = new Vector3[drawn.Length];
        Vector3[] end = new Vector3[drawn.Length];
        if (!history.Read(from, drawn, begin))
            return [];
        for (int piece = 0; piece < pieces; piece++)
        {
            bool isLast = piece == pieces - 1;
            if (!history.Read(from + ((until - from) * (piece + 1) / pieces), drawn, end))
                return [];
            for (int i = 0; i < drawn.Length; i++)
            {
                int at = 2 * ((i * pieces) + piece);
                lines[at] = new LineVertex(begin[i], -1, Faded(rgba[drawn[i]], (float)piece / pieces));
                lines[at + 1] = new LineVertex(end[i], isLast ? drawn[i] : -1, Faded(rgba[drawn[i]], (piece + 1f) / pieces));
            }

            (begin, end) = (end, begin);
        }

        return lines;
    }

    private static int[] Thinned(ReadOnlySpan<int> points)
    {
        if (points.Length <= MaxPoints)
            return points.ToArray();
        int[] thinned = new int[MaxPoints];
        for (int i = 0; i < MaxPoints; i++)
            thinned[i] = points[(int)((long)i * points.Length / MaxPoints)];
        return thinned;
    }

    private static uint Faded(uint rgba, float share) => (rgba & 0x00FFFFFF) | ((uint)(share * OpacityAtEnd * 255) << 24);
}
