using System.Buffers;
using System.Numerics;

namespace GpuCluster.Scene.Samples;

/// <summary>
/// Size and position of the cloud, robust against stray points: an axis' extent runs between its 1st and 99th percentile, and the radius
/// reaches 99 % of the points. Measured on at most 8,192 points in even steps, so a million points cost a millisecond.
/// </summary>
/// <param name="Centre">The middle of the extents.</param>
/// <param name="HalfExtent">Half the extent of each axis; z is 0 for a flat layout.</param>
/// <param name="Radius">Above 0.</param>
public readonly record struct CloudBounds(Vector3 Centre, Vector3 HalfExtent, float Radius)
{
    /// <summary>
    /// A point with a coordinate beyond ± this is left out, as one that is not finite: squares of distances in such a cloud, seen from as
    /// far as a camera goes away, would not be finite.
    /// </summary>
    public const float MaxPlace = 1e15f;

    private const int MaxSamples = 8192;
    private const float Outside = 0.01f;

    /// <summary>The bounds before the first positions.</summary>
    public static CloudBounds Unit { get; } = new(Vector3.Zero, Vector3.One, 1);

    /// <summary>True where every point measured lies in one plane z = const: a 2-D layout.</summary>
    public bool IsFlat => HalfExtent.Z == 0;

    /// <summary>Whether a point counts: within ±<see cref="MaxPlace"/>, and not NaN.</summary>
    public static bool Counts(Vector3 place) =>
        Math.Abs(place.X) <= MaxPlace && Math.Abs(place.Y) <= MaxPlace && Math.Abs(place.Z) <= MaxPlace;

    /// <summary>Measures positions (x, y, z, unused). Those that do not count are left out.</summary>
    public static CloudBounds Of(ReadOnlySpan<Vector4> positions)
    {
        // Each epoch measures; an array of this size of its own would be large garbage.
        Vector3[] rented = ArrayPool<Vector3>.Shared.Rent(MaxSamples);
        float[] values = ArrayPool<float>.Shared.Rent(MaxSamples);
        try
        {
            Span<Vector3> samples = rented.AsSpan(0, Take(positions, rented));
            return samples.IsEmpty ? Unit : Of(samples, values.AsSpan(0, samples.Length));
        }
        finally
        {
            ArrayPool<Vector3>.Shared.Return(rented);
            ArrayPool<float>.Shared.Return(values);
        }
    }

    private static CloudBounds Of(ReadOnlySpan<Vector3> samples, Span<float> values)
    {
        (float x, float width) = Extent(values, samples, p => p.X);
        (float y, float height) = Extent(values, samples, p => p.Y);
        (float z, float depth) = Extent(values, samples, p => p.Z);
        Vector3 centre = new(x, y, z);
        for (int i = 0; i < values.Length; i++)
            values[i] = Vector3.Distance(samples[i], centre);
        values.Sort();
        float radius = values[LastInside(values.Length)];

        // One sample, or all equal: any size that float coordinates can resolve.
        if (!(radius > 0))
            radius = Math.Max(1e-3f, 1e-3f * centre.Length());
        return new CloudBounds(centre, new Vector3(width, height, depth), radius);
    }

    private static int Take(ReadOnlySpan<Vector4> positions, Span<Vector3> samples)
    {
        int step = EvenSteps.Of(positions.Length, MaxSamples);
        int count = 0;
        for (int i = 0; i < positions.Length; i += step)
        {
            Vector3 place = positions[i].AsVector3();
            if (Counts(place))
                samples[count++] = place;
        }

        return count;
    }

    private static (float Middle, float Half) Extent(Span<float> values, ReadOnlySpan<Vector3> samples, Func<Vector3, float> axis)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = axis(samples[i]);
        values.Sort();
        int last = LastInside(values.Length);
        float low = values[values.Length - 1 - last];
        float high = values[last];
        return (low + ((high - low) / 2), (high - low) / 2);
    }

    private static int LastInside(int count) => (int)MathF.Ceiling((count - 1) * (1 - Outside));
}
