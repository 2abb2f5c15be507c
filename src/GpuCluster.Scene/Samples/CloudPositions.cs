using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Scene.Samples;

/// <summary>Where the points are: the scene's own copy of the newest positions, and their measures.</summary>
/// <remarks>
/// The layout thread calls <see cref="Update"/>; every other member may be called from any thread. Readers and the writer meet in one lock over the copy; measures are
/// references that are replaced whole.
/// </remarks>
public sealed class CloudPositions
{
    /// <summary>What an epoch's motion counts against all before it: ten epochs or so are seen.</summary>
    private const float MotionShare = 0.1f;

    private readonly Lock _lock = new();
    private readonly float[] _motion;
    private Vector4[] _positions;
    private Vector4[] _before;
    private volatile StrongBox<CloudBounds> _bounds = new(CloudBounds.Unit);
    private volatile CloudInliers _inliers = CloudInliers.None;
    private volatile CloudSamples _samples = CloudSamples.None;
    private long _version;

    /// <summary>n points that have no place yet.</summary>
    /// <param name="count">n.</param>
    public CloudPositions(int count)
    {
        _positions = new Vector4[count];
        _before = new Vector4[count];
        _motion = new float[count];
    }

    /// <summary>What is done with positions.</summary>
    /// <param name="positions">The n positions (x, y, z, unused); all zero before the first epoch. Not to be kept.</param>
    public delegate void Reader(ReadOnlySpan<Vector4> positions);

    /// <summary>n.</summary>
    public int Count => _positions.Length;

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

    /// <summary>Layout thread: takes over the positions of an epoch and measures them.</summary>
    /// <param name="write">Writes all n positions (x, y, z, unused), for example ILayoutStepper.WritePositions.</param>
    /// <param name="use">Sees them before any other reader does.</param>
    public void Update(Action<Span<Vector4>> write, Reader use)
    {
        lock (_lock)
        {
            (_positions, _before) = (_before, _positions);
            write(_positions);
            Follow();
            var bounds = CloudBounds.Of(_positions);
            _inliers = CloudInliers.Of(_positions, bounds);
            _samples = CloudSamples.Of(_positions);
            _bounds = new StrongBox<CloudBounds>(bounds);
            use(_positions);
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>Reads the positions while nobody writes them. The layout's next epoch waits meanwhile.</summary>
    public void Read(Reader use)
    {
        lock (_lock)
            use(_positions);
    }

    /// <summary>A copy of the positions, n x 3.</summary>
    public Layout ToLayout()
    {
        lock (_lock)
            return Layout.FromPositions(_positions, 3);
    }

    /// <summary>Reads the positions if nobody writes them now; false, at once, where somebody does.</summary>
    public bool TryRead(Reader use)
    {
        if (!_lock.TryEnter())
            return false;
        try
        {
            use(_positions);
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
        for (int i = 0; i < _motion.Length; i++)
        {
            // Only three coordinates are the layout's. A point that left the finite numbers stands still.
            Vector3 way = _positions[i].AsVector3() - _before[i].AsVector3();
            float length = way.Length();
            _motion[i] += MotionShare * ((float.IsFinite(length) ? length : 0) - _motion[i]);
        }
    }
}
