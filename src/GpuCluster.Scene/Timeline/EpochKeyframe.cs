using System.Numerics;

namespace GpuCluster.Scene.Timeline;

/// <summary>
/// Every point's position at one epoch, 16 bits an axis: a coordinate is Low + q Step, q from 0 to 65,535. Only the history that owns it
/// writes to it after creation.
/// </summary>
public sealed class EpochKeyframe
{
    /// <summary>The largest quantised coordinate.</summary>
    internal const int Levels = ushort.MaxValue;

    /// <summary>A keyframe read from elsewhere, for <see cref="EpochHistory.Import"/>. The array is taken over.</summary>
    /// <param name="epoch">0 or more.</param>
    /// <param name="low">The least coordinates; finite.</param>
    /// <param name="step">One quantum of each axis; finite, 0 or more.</param>
    /// <param name="quantised">n x 3: x, y, z of each point.</param>
    /// <exception cref="ArgumentException">A negative epoch, a bound that is not finite, a step below 0, or a length that is no multiple of
    /// 3.</exception>
    public EpochKeyframe(int epoch, Vector3 low, Vector3 step, ushort[] quantised)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentNullException.ThrowIfNull(quantised);
        if (!IsFinite(low) || !IsFinite(low + (step * Levels)) || step.X < 0 || step.Y < 0 || step.Z < 0)
            throw new ArgumentException($"Epoch {epoch} has bounds that are not finite or run backwards.", nameof(step));
        if (quantised.Length % 3 != 0)
            throw new ArgumentException($"Epoch {epoch} has {quantised.Length} coordinates, which is no multiple of 3.", nameof(quantised));
        (Epoch, Low, Step, Data) = (epoch, low, step, quantised);
    }

    /// <summary>Which epoch.</summary>
    public int Epoch { get; }

    /// <summary>The least coordinate of each axis.</summary>
    public Vector3 Low { get; }

    /// <summary>One quantum of each axis; 0 where every point has the same coordinate.</summary>
    public Vector3 Step { get; }

    /// <summary>n x 3: x, y, z of each point.</summary>
    public ReadOnlyMemory<ushort> Quantised => Data;

    /// <summary>The array of <see cref="Quantised"/>.</summary>
    internal ushort[] Data { get; }

    /// <summary>True once it was exported: its array is not reused for another epoch.</summary>
    internal bool IsShared { get; set; }

    private static bool IsFinite(Vector3 value) => float.IsFinite(value.X) && float.IsFinite(value.Y) && float.IsFinite(value.Z);
}
