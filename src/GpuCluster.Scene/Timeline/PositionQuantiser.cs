using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuCluster.Scene.Timeline;

/// <summary>
/// Positions to 16 bits an axis and back, one vector operation a point. A coordinate comes back within half a quantum, (high - low) /
/// 65,535 / 2, and what rounding in single precision adds: at most a fiftieth of a quantum, and two units in the last place of the axis'
/// largest coordinate. An axis of an extent below 2e-34 is taken for flat.
/// </summary>
internal static class PositionQuantiser
{
    private const int Axes = 3;

    /// <summary>Measures and quantises n positions (x, y, z, unused).</summary>
    /// <param name="positions">n positions; infinities become the nearest bound, and NaN the lower one.</param>
    /// <param name="quantised">Receives n x 3.</param>
    /// <returns>The least coordinates, and one quantum of each axis.</returns>
    public static (Vector3 Low, Vector3 Step) Quantise(ReadOnlySpan<Vector4> positions, Span<ushort> quantised)
    {
        (Vector3 low, Vector3 high) = Bounds(positions);
        Vector3 step = Vector3.Zero;
        Vector3 perStep = Vector3.Zero;
        for (int axis = 0; axis < Axes; axis++)
        {
            double extent = (double)high[axis] - low[axis];
            float inverse = (float)(EpochKeyframe.Levels / extent);

            // Where all are equal, or so near that the inverse overflows, every point is at the lower bound.
            if (extent > 0 && float.IsFinite(inverse))
                (step[axis], perStep[axis]) = ((float)(extent / EpochKeyframe.Levels), inverse);
        }

        Vector128<float> from = low.AsVector128();
        Vector128<float> scale = perStep.AsVector128();
        Vector128<float> half = Vector128.Create(0.5f);
        Vector128<int> max = Vector128.Create(EpochKeyframe.Levels);
        for (int i = 0; i < positions.Length; i++)
        {
            // Conversion saturates and makes NaN 0.
            Vector128<int> level = Vector128.ConvertToInt32(((positions[i].AsVector128() - from) * scale) + half);
            level = Vector128.Min(Vector128.Max(level, Vector128<int>.Zero), max);
            int at = i * Axes;
            Vector128<ushort> narrow = Vector128.Narrow(level.AsUInt32(), level.AsUInt32());

            // Four values are written where three belong: the next point writes over the fourth.
            if (i + 1 < positions.Length)
                MemoryMarshal.Write(MemoryMarshal.AsBytes(quantised.Slice(at, 4)), narrow.AsUInt64().ToScalar());
            else
                (quantised[at], quantised[at + 1], quantised[at + 2]) = (narrow[0], narrow[1], narrow[2]);
        }

        return (low, step);
    }

    /// <summary>Positions of one keyframe.</summary>
    /// <param name="frame">n points.</param>
    /// <param name="positions">Receives n; the fourth component is 0.</param>
    public static void Restore(EpochKeyframe frame, Span<Vector4> positions)
    {
        ReadOnlySpan<ushort> data = frame.Data;
        Vector128<float> low = frame.Low.AsVector128();
        Vector128<float> step = frame.Step.AsVector128();
        int last = positions.Length - 1;
        for (int i = 0; i < last; i++)
            positions[i] = (low + (Four(data, i) * step)).AsVector4();
        if (last >= 0)
            positions[last] = (low + (Three(data, last) * step)).AsVector4();
    }

    /// <summary>Positions between two keyframes, on the straight line.</summary>
    /// <param name="before">n points.</param>
    /// <param name="after">n points.</param>
    /// <param name="share">0: before, 1: after.</param>
    /// <param name="positions">Receives n; the fourth component is 0.</param>
    public static void Restore(EpochKeyframe before, EpochKeyframe after, float share, Span<Vector4> positions)
    {
        ReadOnlySpan<ushort> first = before.Data;
        ReadOnlySpan<ushort> second = after.Data;
        (Vector128<float> low, Vector128<float> stepBefore, Vector128<float> stepAfter) = Blend(before, after, share);
        int last = positions.Length - 1;
        for (int i = 0; i < last; i++)
            positions[i] = (low + (Four(first, i) * stepBefore) + (Four(second, i) * stepAfter)).AsVector4();
        if (last >= 0)
            positions[last] = (low + (Three(first, last) * stepBefore) + (Three(second, last) * stepAfter)).AsVector4();
    }

    /// <summary>The position of one point between two keyframes.</summary>
    public static Vector3 Restore(EpochKeyframe before, EpochKeyframe after, float share, int point)
    {
        (Vector128<float> low, Vector128<float> stepBefore, Vector128<float> stepAfter) = Blend(before, after, share);
        return (low + (Three(before.Data, point) * stepBefore) + (Three(after.Data, point) * stepAfter)).AsVector3();
    }

    private static (Vector128<float> Low, Vector128<float> StepBefore, Vector128<float> StepAfter) Blend(
        EpochKeyframe before,
        EpochKeyframe after,
        float share
    ) =>
        (
            Vector3.Lerp(before.Low, after.Low, share).AsVector128(),
            (before.Step * (1 - share)).AsVector128(),
            (after.Step * share).AsVector128()
        );

    /// <summary>A point's three levels, and a fourth, of the next point, that a step of 0 cancels.</summary>
    private static Vector128<float> Four(ReadOnlySpan<ushort> data, int point) =>
        Vector128.ConvertToSingle(
            Vector128
                .WidenLower(
                    Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(data.Slice(point * Axes, 4)))).AsUInt16()
                )
                .AsInt32()
        );

    private static Vector128<float> Three(ReadOnlySpan<ushort> data, int point) =>
        Vector128.Create(data[point * Axes], data[(point * Axes) + 1], (float)data[(point * Axes) + 2], 0);

    private static (Vector3 Low, Vector3 High) Bounds(ReadOnlySpan<Vector4> positions)
    {
        if (positions.IsEmpty)
            return default;
        Vector4 low = positions[0];
        Vector4 high = positions[0];
        foreach (Vector4 position in positions)
        {
            low = Vector4.Min(low, position);
            high = Vector4.Max(high, position);
        }

        // Min and Max keep NaN, so that finite bounds mean finite points.
        Vector3 extent = high.AsVector3() - low.AsVector3();
        return float.IsFinite(extent.X + extent.Y + extent.Z) ? (low.AsVector3(), high.AsVector3()) : FiniteBounds(positions);
    }

    private static (Vector3 Low, Vector3 High) FiniteBounds(ReadOnlySpan<Vector4> positions)
    {
        (Vector3 low, Vector3 high) = (Vector3.Zero, Vector3.Zero);
        ReadOnlySpan<float> values = MemoryMarshal.Cast<Vector4, float>(positions);
        for (int axis = 0; axis < Axes; axis++)
        {
            (float min, float max) = (float.PositiveInfinity, float.NegativeInfinity);
            for (int at = axis; at < values.Length; at += 4)
            {
                if (float.IsFinite(values[at]))
                    (min, max) = (Math.Min(min, values[at]), Math.Max(max, values[at]));
            }

            if (min <= max)
                (low[axis], high[axis]) = (min, max);
        }

        return (low, high);
    }
}
