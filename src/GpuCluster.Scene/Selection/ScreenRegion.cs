using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Selection;

/// <summary>
/// A region of the picture inside a closed outline, by the non-zero winding rule: an area that a lasso encloses twice in the same direction
/// is inside.
/// </summary>
/// <remarks>
/// How it works. The outline's edges are sorted into bands one pixel high, and a point is tested only against those of its own band. So the
/// cost per point hardly grows with the length of a lasso, and points outside its bounding box cost one projection.
/// </remarks>
public sealed class ScreenRegion
{
    private const int MaxBands = 16384;
    private readonly Vector2[] _corners;
    private readonly Vector2 _min;
    private readonly Vector2 _max;
    private readonly int[] _bandStart;
    private readonly int[] _edgeOfBand;

    private ScreenRegion(Vector2[] corners)
    {
        _corners = corners;
        _min = corners.Aggregate(Vector2.Min);
        _max = corners.Aggregate(Vector2.Max);
        int bands = (int)Math.Clamp(MathF.Ceiling(_max.Y - _min.Y), 1, MaxBands);
        _bandStart = new int[bands + 1];
        for (int edge = 0; edge < corners.Length; edge++)
        {
            (int first, int last) = BandsOf(edge);
            for (int band = first; band <= last; band++)
                _bandStart[band + 1]++;
        }

        for (int band = 0; band < bands; band++)
            _bandStart[band + 1] += _bandStart[band];
        _edgeOfBand = new int[_bandStart[bands]];
        int[] filled = _bandStart[..bands];
        for (int edge = 0; edge < corners.Length; edge++)
        {
            (int first, int last) = BandsOf(edge);
            for (int band = first; band <= last; band++)
                _edgeOfBand[filled[band]++] = edge;
        }
    }

    /// <summary>The rectangle between two corners, in pixels from the top left.</summary>
    public static ScreenRegion Rectangle(Vector2 from, Vector2 to) => new([from, new Vector2(to.X, from.Y), to, new Vector2(from.X, to.Y)]);

    /// <summary>The inside of a closed polygon, in pixels from the top left; the last corner is connected to the first.</summary>
    /// <param name="corners">Finite; fewer than three enclose nothing.</param>
    public static ScreenRegion Lasso(ReadOnlySpan<Vector2> corners) => new(corners.IsEmpty ? [Vector2.Zero] : corners.ToArray());

    /// <summary>Whether a place of the picture, in pixels, is inside.</summary>
    public bool Contains(Vector2 place)
    {
        if (!(place.X >= _min.X && place.X <= _max.X && place.Y >= _min.Y && place.Y <= _max.Y))
            return false;
        int winding = 0;
        int band = BandAt(place.Y);
        for (int i = _bandStart[band]; i < _bandStart[band + 1]; i++)
        {
            Vector2 a = _corners[_edgeOfBand[i]];
            Vector2 b = _corners[(_edgeOfBand[i] + 1) % _corners.Length];

            // Half open, so that a corner that two edges share counts once.
            bool isDown = a.Y <= place.Y && b.Y > place.Y;
            bool isUp = b.Y <= place.Y && a.Y > place.Y;
            if (!isDown && !isUp)
                continue;
            float side = ((b.X - a.X) * (place.Y - a.Y)) - ((place.X - a.X) * (b.Y - a.Y));
            winding +=
                isDown && side > 0 ? 1
                : isUp && side < 0 ? -1
                : 0;
        }

        return winding != 0;
    }

    /// <summary>The points whose projected centre is inside the region and inside the picture. Occlusion is ignored.</summary>
    /// <param name="positions">n positions (x, y, z, unused).</param>
    /// <param name="frame">The camera.</param>
    /// <param name="width">Of the picture in pixels.</param>
    /// <param name="height">Of the picture in pixels.</param>
    /// <param name="among">Only these count.</param>
    public PointSet Find(ReadOnlySpan<Vector4> positions, SceneFrame frame, int width, int height, PointSet among)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(among.Universe, positions.Length, nameof(among));
        PixelProjection projection = new(frame, width, height);
        ulong[] words = new ulong[PointSet.WordsFor(positions.Length)];
        for (int word = 0; word < words.Length; word++)
        {
            ulong asked = among.Words[word];
            ulong found = 0;
            while (asked != 0)
            {
                int bit = BitOperations.TrailingZeroCount(asked);
                asked &= asked - 1;
                if (projection.TryProject(positions[(word * 64) + bit], out Vector2 pixel) && Contains(pixel))
                    found |= 1UL << bit;
            }

            words[word] = found;
        }

        return PointSet.FromWords(positions.Length, words);
    }

    private int BandAt(float y) =>
        (int)Math.Clamp((y - _min.Y) / Math.Max(_max.Y - _min.Y, float.Epsilon) * (_bandStart.Length - 1), 0, _bandStart.Length - 2);

    private (int First, int Last) BandsOf(int edge)
    {
        float a = _corners[edge].Y;
        float b = _corners[(edge + 1) % _corners.Length].Y;
        return (BandAt(Math.Min(a, b)), BandAt(Math.Max(a, b)));
    }
}
