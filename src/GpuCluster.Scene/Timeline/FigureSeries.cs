namespace GpuCluster.Scene.Timeline;

/// <summary>
/// One figure over the epochs, for a plot: at most 4,096 points. When it is full, every second one is dropped, and from then on only every
/// second new one is kept; the first and the newest are always kept. Thread-safe.
/// </summary>
/// <param name="kind">Which figure.</param>
public sealed class FigureSeries(FigureKind kind)
{
    /// <summary>More than a plot has pixels.</summary>
    public const int MaxPoints = 4096;

    private readonly Lock _lock = new();
    private readonly List<FigurePoint> _points = [];
    private FigurePoint[]? _snapshot;
    private int _stride = 1;

    // Values since the last kept one: above 0, the newest is kept only until the next.
    private int _passing;

    /// <summary>Which figure.</summary>
    public FigureKind Kind => kind;

    /// <summary>Points by ascending epoch. The array is not written again.</summary>
    public IReadOnlyList<FigurePoint> Points
    {
        get
        {
            lock (_lock)
            {
                return _snapshot ??= [.. _points];
            }
        }
    }

    /// <summary>
    /// Adds a value. It replaces a value of the same epoch; values of later epochs, of a run that went back, are dropped.
    /// </summary>
    /// <param name="epoch">0 or more.</param>
    /// <param name="value">A value that is not finite is ignored.</param>
    internal void Add(int epoch, double value)
    {
        if (!double.IsFinite(value))
            return;
        lock (_lock)
        {
            int from = _points.FindLastIndex(point => point.Epoch < epoch) + 1;
            if (from < _points.Count)
            {
                _points.RemoveRange(from, _points.Count - from);
                _passing = 0;
            }
            else if (_passing > 0)
            {
                _points.RemoveAt(_points.Count - 1);
            }

            if (_points.Count == MaxPoints)
                Thin();
            _points.Add(new FigurePoint(epoch, value));
            _passing = _points.Count == 1 ? 0 : (_passing + 1) % _stride;
            _snapshot = null;
        }
    }

    /// <summary>Drops what comes after an epoch.</summary>
    internal void DropAfter(int epoch)
    {
        lock (_lock)
        {
            if (_points.RemoveAll(point => point.Epoch > epoch) > 0)
                (_snapshot, _passing) = (null, 0);
        }
    }

    /// <summary>Clears the series.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _points.Clear();
            _snapshot = null;
            (_stride, _passing) = (1, 0);
        }
    }

    private void Thin()
    {
        int kept = 0;
        for (int i = 0; i < _points.Count; i += 2)
            _points[kept++] = _points[i];
        _points.RemoveRange(kept, _points.Count - kept);

        // The bound is even, so the former newest point was dropped too.
        _passing = _stride;
        _stride *= 2;
    }
}
