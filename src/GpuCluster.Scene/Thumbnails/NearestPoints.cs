using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Thumbnails;

/// <summary>
/// Finds the points nearest to the camera whose pictures would be visible. Reuses its memory from frame to frame. One thread.
/// </summary>
/// <remarks>
/// How it works. One pass projects every point and collects those in the picture and within reach, with the bits of their depth, which have
/// the order of the depth. If there are more than requested, a histogram of the upper 16 bits finds the bin of the last one needed; only
/// that bin and the nearer ones are sorted.
/// </remarks>
public sealed class NearestPoints
{
    private const int Bins = 1 << 16;
    private readonly int[] _binCounts = new int[Bins];
    private ulong[] _found = [];

    /// <summary>The nearest points, at most <paramref name="max"/>, from the nearest on; equal depths by index.</summary>
    /// <param name="positions">n positions (x, y, z, unused).</param>
    /// <param name="colours">Length n; hidden and faint points do not count.</param>
    /// <param name="frame">The camera.</param>
    /// <param name="picture">Width and height in pixels.</param>
    /// <param name="reach">How far, and how far beyond the picture's edges.</param>
    /// <param name="max">0 or more.</param>
    /// <returns>Depth bits in the upper half, index in the lower; good until the next call.</returns>
    public ReadOnlySpan<ulong> Find(
        ReadOnlySpan<Vector4> positions,
        ReadOnlySpan<uint> colours,
        SceneFrame frame,
        Vector2 picture,
        Reach reach,
        int max
    )
    {
        if (_found.Length < positions.Length)
            _found = new ulong[positions.Length];
        int count = Collect(positions, colours, new PixelProjection(frame, (int)picture.X, (int)picture.Y), picture, reach);
        Span<ulong> found = _found.AsSpan(0, count);
        if (count > max)
            found = KeepNearest(found, max);
        found.Sort();
        return found[..Math.Min(found.Length, max)];
    }

    /// <summary>The depth of a found point.</summary>
    public static float DepthOf(ulong found) => BitConverter.UInt32BitsToSingle((uint)(found >> 32));

    /// <summary>The index of a found point.</summary>
    public static int IndexOf(ulong found) => (int)(uint)found;

    private int Collect(
        ReadOnlySpan<Vector4> positions,
        ReadOnlySpan<uint> colours,
        PixelProjection projection,
        Vector2 picture,
        Reach reach
    )
    {
        int count = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            Vector4 clip = projection.ToClip(positions[i]);
            float depth = clip.W;

            // Also false where the position is not finite. A centre beyond the edge counts while a part of its picture is inside.
            if (!(depth > 0 && depth <= reach.Farthest && clip.Z >= 0))
                continue;
            float edge = Math.Min(reach.Pixels, reach.MaxPixels * depth);
            if (!(Math.Abs(clip.X) <= depth + (edge / picture.X) && Math.Abs(clip.Y) <= depth + (edge / picture.Y)))
                continue;
            if (PointStyle.Of(colours[i]) is PointStyle.Hidden or PointStyle.Faint)
                continue;
            _found[count++] = ((ulong)BitConverter.SingleToUInt32Bits(depth) << 32) | (uint)i;
        }

        return count;
    }

    private Span<ulong> KeepNearest(Span<ulong> found, int max)
    {
        Array.Clear(_binCounts);
        foreach (ulong point in found)
            _binCounts[point >> 48]++;
        int last = 0;
        for (int nearer = _binCounts[0]; nearer < max; nearer += _binCounts[last])
            last++;
        int kept = 0;
        foreach (ulong point in found)
        {
            if ((int)(point >> 48) <= last)
                found[kept++] = point;
        }

        return found[..kept];
    }

    /// <summary>The region in which points count.</summary>
    /// <param name="Farthest">The greatest depth.</param>
    /// <param name="Pixels">Edge of a picture at depth 1, in pixels.</param>
    /// <param name="MaxPixels">No picture's edge is longer.</param>
    public readonly record struct Reach(float Farthest, float Pixels, float MaxPixels);
}
