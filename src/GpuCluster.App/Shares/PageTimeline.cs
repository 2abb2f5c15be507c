using System.Numerics;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.App.Shares;

/// <summary>
/// The recorded epochs of a page. The newest is the finished layout; each earlier one is stored as the difference from the next, in steps
/// of 1/2,048 of the layout's extent, and packed. Epochs are thinned to some megabytes: half of those that are kept are even in time, half
/// are even in motion, as points move most at the start.
/// </summary>
internal sealed class PageTimeline
{
    /// <summary>Steps of one unit of the page.</summary>
    private const int Steps = 2048;

    /// <summary>Epochs that are kept at most, and at least if there are that many.</summary>
    private const int MaxFrames = 60;
    private const int MinFrames = 8;

    /// <summary>Points of all kept epochs together: about three bytes each.</summary>
    private const int MaxPoints = 1_400_000;

    /// <summary>Points that motion is measured on.</summary>
    private const int MeasuredPoints = 4096;
    private const int Axes = 3;

    private readonly EpochHistory _history;
    private readonly PagePoints _points;

    /// <summary>Chooses epochs.</summary>
    /// <param name="history">What is recorded; two epochs or more.</param>
    /// <param name="stations">Epochs with a name, which are kept in any case.</param>
    /// <param name="points">The points of the page.</param>
    public PageTimeline(EpochHistory history, IReadOnlyList<TimelineStation> stations, PagePoints points)
    {
        (_history, _points) = (history, points);
        int[] recorded = history.Keyframes;
        int frames = Math.Clamp(MaxPoints / Math.Max(1, points.Samples.Length), MinFrames, MaxFrames);
        double[] place = PlacesOf(recorded);
        SortedSet<int> kept = [recorded[0], recorded[^1]];
        foreach (TimelineStation station in stations.Where(station => recorded.Contains(station.Epoch)))
            kept.Add(station.Epoch);
        for (int frame = 1, at = 0; frame < frames - 1; frame++)
        {
            while (at < place.Length - 1 && place[at] < (double)frame / (frames - 1))
                at++;
            kept.Add(recorded[at]);
        }

        Epochs = [.. kept];
    }

    /// <summary>The kept epochs, ascending, two or more.</summary>
    public int[] Epochs { get; }

    /// <summary>Every kept epoch but the newest, packed, from the newest to the first.</summary>
    /// <param name="cancellation">Stops between two epochs.</param>
    /// <returns>A byte that says how differences were taken, then the low bytes of x, y and z, then their high bytes; zlib.</returns>
    public IEnumerable<byte[]> Frames(CancellationToken cancellation)
    {
        short[] next = Array.ConvertAll(_points.Positions, word => (short)((word >> 5) - (Steps / 2)));
        Vector4[] positions = new Vector4[_history.Count];
        foreach (int epoch in Epochs.Reverse().Skip(1))
        {
            cancellation.ThrowIfCancellationRequested();
            _history.Read(epoch, positions);
            short[] frame = new short[next.Length];
            foreach ((int point, int sample) in _points.Samples.Index())
            {
                Vector3 at = _points.OnPage(positions[sample].AsVector3()) * Steps;
                for (int axis = 0; axis < Axes; axis++)
                    frame[(point * Axes) + axis] = (short)Math.Clamp(Math.Round(at[axis]), short.MinValue, short.MaxValue);
            }

            yield return Pack(frame, next);
            next = frame;
        }
    }

    // Early, neighbours move together, so that the difference from the point before is small; late, each has its own noise.
    private static byte[] Pack(short[] frame, short[] next)
    {
        short[] plain = new short[frame.Length],
            relative = new short[frame.Length];
        long plainSum = 0,
            relativeSum = 0;
        for (int i = 0; i < frame.Length; i++)
        {
            plain[i] = unchecked((short)(frame[i] - next[i]));
            relative[i] = unchecked((short)(plain[i] - (i < Axes ? 0 : plain[i - Axes])));
            plainSum += Math.Abs((int)plain[i]);
            relativeSum += Math.Abs((int)relative[i]);
        }

        bool isRelative = relativeSum < plainSum;
        short[] chosen = isRelative ? relative : plain;
        int count = frame.Length / Axes;
        byte[] planes = new byte[1 + (frame.Length * 2)];
        planes[0] = isRelative ? (byte)1 : (byte)0;
        for (int i = 0; i < chosen.Length; i++)
        {
            // Zigzag: small numbers of either sign have an empty high byte.
            int word = (ushort)((chosen[i] << 1) ^ (chosen[i] >> 15));
            int at = 1 + (i % Axes * count) + (i / Axes);
            planes[at] = (byte)word;
            planes[at + frame.Length] = (byte)(word >> 8);
        }

        return PageBlocks.Deflate(planes);
    }

    // 0 to 1, ascending: how far each epoch is, half by its number and half by what moved until then.
    private double[] PlacesOf(int[] recorded)
    {
        int step = Math.Max(1, _points.Samples.Length / MeasuredPoints);
        int[] measured = [.. Enumerable.Range(0, _points.Samples.Length / step).Select(at => _points.Samples[at * step])];
        Vector3[] before = new Vector3[measured.Length],
            now = new Vector3[measured.Length];
        double[] motion = new double[recorded.Length];
        _history.Read(recorded[0], measured, before);
        for (int epoch = 1; epoch < recorded.Length; epoch++)
        {
            _history.Read(recorded[epoch], measured, now);
            double sum = 0;
            for (int i = 0; i < measured.Length; i++)
                sum += Vector3.Distance(before[i], now[i]);
            motion[epoch] = motion[epoch - 1] + sum;
            (before, now) = (now, before);
        }

        // Where nothing moves, as of one point, the number alone decides.
        double whole = motion[^1],
            share = whole > 0 ? 0.5 : 0;
        return
        [
            .. recorded.Select(
                (epoch, i) =>
                    ((1 - share) * (epoch - recorded[0]) / (recorded[^1] - recorded[0])) + (whole > 0 ? share * (motion[i] / whole) : 0)
            ),
        ];
    }
}
