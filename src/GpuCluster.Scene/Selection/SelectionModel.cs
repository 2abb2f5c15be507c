namespace GpuCluster.Scene.Selection;

/// <summary>Which points are selected. Frame thread.</summary>
/// <param name="count">n.</param>
public sealed class SelectionModel(int count)
{
    private readonly SortedSet<int> _selected = [];

    /// <summary>Changes whenever the selection does.</summary>
    public long Version { get; private set; }

    /// <summary>How many points are selected.</summary>
    public int Count => _selected.Count;

    /// <summary>The point that was selected last, or null.</summary>
    public int? Focus { get; private set; }

    /// <summary>Whether a point is selected.</summary>
    public bool Contains(int point) => _selected.Contains(point);

    /// <summary>Selects this point and no other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public void Select(int point)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(point);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(point, count);
        _selected.Clear();
        _selected.Add(point);
        Focus = point;
        Version++;
    }

    /// <summary>Selects nothing.</summary>
    public void Clear()
    {
        _selected.Clear();
        Focus = null;
        Version++;
    }
}
