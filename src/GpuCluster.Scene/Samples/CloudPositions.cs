using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Scene.Samples;

/// <summary>Where the points are: the newest positions, shared with whatever else reads them, and their measures.</summary>
/// <remarks>
/// One thread calls <see cref="Update"/>; every other member may be called from any thread. Readers and the writer meet in one lock over which positions are the newest; measures are
/// references that are replaced whole.
/// </remarks>
public sealed class CloudPositions
{
    /// <summary>What an epoch's motion counts against all before it: ten epochs or so are seen.</summary>
    private const float MotionShare = 0.1f;

    private readonly Lock _lock = new();
    private readonly float[] _motion;
    private SharedPositions _positions;
    private SharedPositions _before;
    private volatile StrongBox<CloudBounds> _bounds = new(CloudBounds.Unit);
    private volatile CloudInliers _inliers = CloudInliers.None;
    private volatile CloudSamples _samples = CloudSamples.None;
    private long _version;

    /// <summary>n points that have no place yet.</summary>
    /// <param name="count">n.</param>
    public CloudPositions(int count)
    {
        var nowhere = new SharedPositionsPool(count).Rent(epoch: 0);
        _positions = nowhere;
        _before = nowhere.Hold();
        _motion = new float[count];
    }

    /// <summary>What is done with positions.</summary>
    /// <param name="positions">The n positions (x, y, z, unused); all zero before the first epoch. Not to be kept.</param>
    public delegate void Reader(ReadOnlySpan<Vector4> positions);

    /// <summary>n.</summary>
    public int Count => _motion.Length;

    /// <summary>The newest bounds.</summary>
    public CloudBounds Bounds => _bounds.Value;

    /// <summary>The points that are within <see cref="Bounds"/>, or enough of them.</summary>
    public CloudInliers Inliers => _inliers;

    /// <summary>Some of the newest positions.</summary>
    public CloudSamples Samples => _samples;

    /// <summary>How far each point moves in an epoch, an average over the last ten or so; 0 before the second epoch. To be read where positions are given, while nobody writes.</summary>
    public ReadOnlySpan<float> Motion => _motion;

    /// <summary>How often positions came; 0: there are none yet. Counted after <see cref="Bounds"/> and <see cref="Inliers"/> are written.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Holds the positions of an epoch, in place of those before, and measures them.</summary>
    /// <param name="positions">n positions (x, y, z, unused).</param>
    /// <param name="use">Sees them before any other reader does.</param>
    public void Update(SharedPositions positions, Reader use)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positions.Count, Count, nameof(positions));
        lock (_lock)
        {
            _before.Release();
            (_positions, _before) = (positions.Hold(), _positions);
            ReadOnlySpan<Vector4> values = positions.Values;
            Follow();
            var bounds = CloudBounds.Of(values);
            _inliers = CloudInliers.Of(values, bounds);
            _samples = CloudSamples.Of(values);
            _bounds = new StrongBox<CloudBounds>(bounds);
            use(values);
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>Reads the positions while they are the newest. Newer ones wait meanwhile; the layout does not.</summary>
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

    /// <summary>Reads the positions unless they are being replaced now; then returns false at once.</summary>
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

        // Epochs that came faster than they could be measured are one step: its way is theirs together, and it counts as much as they all do.
        int epochs = Math.Max(1, Math.Abs(_positions.Epoch - _before.Epoch));
        float share = epochs == 1 ? MotionShare : 1 - MathF.Pow(1 - MotionShare, epochs);
        ReadOnlySpan<Vector4> now = _positions.Values, before = _before.Values;
        for (int i = 0; i < _motion.Length; i++)
        {
            // Only three coordinates are the layout's. A point that left the finite numbers stands still.
            Vector3 way = now[i].AsVector3() - before[i].AsVector3();
            float length = way.Length() / epochs;
            _motion[i] += share * ((float.IsFinite(length) ? length : 0) - _motion[i]);
        }
    }
}
