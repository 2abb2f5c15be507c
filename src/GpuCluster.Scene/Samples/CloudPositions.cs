using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Scene.Samples;

/// <summary>The newest positions, shared with their other readers, and their measures.</summary>
/// <remarks>
/// One thread calls <see cref="Update"/>; every other member may be called from any thread. One lock guards which positions are the newest;
/// measures are immutable objects, replaced as a whole.
/// </remarks>
public sealed class CloudPositions
{
    /// <summary>The weight of an epoch's motion in the running average, which covers about ten epochs.</summary>
    private const float MotionShare = 0.1f;

    private readonly Lock _lock = new();
    private readonly float[] _motion;
    private SharedPositions _positions;
    private SharedPositions _before;
    private volatile StrongBox<CloudBounds> _bounds = new(CloudBounds.Unit);
    private volatile CloudInliers _inliers = CloudInliers.None;
    private volatile CloudSamples _samples = CloudSamples.None;
    private long _version;

    /// <summary>n points without positions.</summary>
    /// <param name="count">n.</param>
    public CloudPositions(int count)
    {
        SharedPositions nowhere = new SharedPositionsPool(count).Rent(epoch: 0);
        _positions = nowhere;
        _before = nowhere.Hold();
        _motion = new float[count];
    }

    /// <summary>n.</summary>
    public int Count => _motion.Length;

    /// <summary>The newest bounds.</summary>
    public CloudBounds Bounds => _bounds.Value;

    /// <summary>The points that are within <see cref="Bounds"/>, or enough of them.</summary>
    public CloudInliers Inliers => _inliers;

    /// <summary>Some of the newest positions.</summary>
    public CloudSamples Samples => _samples;

    /// <summary>
    /// How far each point moves in an epoch, an average over the last ten or so; 0 before the second epoch. Read it only in a reader of the
    /// positions, while no thread writes.
    /// </summary>
    public ReadOnlySpan<float> Motion => _motion;

    /// <summary>
    /// The number of updates; 0: no positions yet. Incremented after <see cref="Bounds"/> and <see cref="Inliers"/> are written.
    /// </summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Replaces the positions by those of an epoch, and measures them.</summary>
    /// <param name="positions">n positions (x, y, z, unused).</param>
    /// <param name="use">Reads them before any other reader.</param>
    public void Update(SharedPositions positions, Reader use)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positions.Count, Count, nameof(positions));
        lock (_lock)
        {
            _before.Release();
            (_positions, _before) = (positions.Hold(), _positions);
            ReadOnlySpan<Vector4> values = positions.Values;
            Follow();
            CloudBounds bounds = CloudBounds.Of(values);
            _inliers = CloudInliers.Of(values, bounds);
            _samples = CloudSamples.Of(values);
            _bounds = new StrongBox<CloudBounds>(bounds);
            use(values);
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>Reads the newest positions under the lock. An update waits meanwhile; the layout does not.</summary>
    public void Read(Reader use)
    {
        lock (_lock)
            use(_positions.Values);
    }

    /// <summary>A copy of the positions, n x 3.</summary>
    public Layout ToLayout()
    {
        lock (_lock)
            return Layout.FromPositions(_positions.Values, 3);
    }

    /// <summary>Reads the positions; returns false at once if they are being replaced.</summary>
    public bool TryRead(Reader use)
    {
        if (!_lock.TryEnter())
            return false;
        try
        {
            use(_positions.Values);
            return true;
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Follow()
    {
        if (_version == 0)
            return;

        // Epochs that arrived faster than they could be measured count as one step, with their total displacement and weight.
        int epochs = Math.Max(1, Math.Abs(_positions.Epoch - _before.Epoch));
        float share = epochs == 1 ? MotionShare : 1 - MathF.Pow(1 - MotionShare, epochs);
        ReadOnlySpan<Vector4> now = _positions.Values,
            before = _before.Values;
        for (int i = 0; i < _motion.Length; i++)
        {
            // Only three coordinates belong to the layout. A point that is not finite does not move.
            Vector3 way = now[i].AsVector3() - before[i].AsVector3();
            float length = way.Length() / epochs;
            _motion[i] += share * ((float.IsFinite(length) ? length : 0) - _motion[i]);
        }
    }

    /// <summary>A reader of the positions.</summary>
    /// <param name="positions">The n positions (x, y, z, unused); all zero before the first epoch. Valid during the call only.</param>
    public delegate void Reader(ReadOnlySpan<Vector4> positions);
}
