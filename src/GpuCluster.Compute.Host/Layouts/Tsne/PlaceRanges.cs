namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>A list of ranges of places, ascending; ranges that touch become one.</summary>
internal sealed class PlaceRanges
{
    private PlaceRange[] _ranges = new PlaceRange[16];
    private int _count;

    public ReadOnlySpan<PlaceRange> Ranges => _ranges.AsSpan(0, _count);

    public void Clear() => _count = 0;

    /// <summary>Adds a range after all others.</summary>
    /// <param name="first">Its first place, not before the end of the last range.</param>
    /// <param name="end">The place after its last.</param>
    public void Add(int first, int end)
    {
        if (_count > 0 && _ranges[_count - 1].End == first)
        {
            _ranges[_count - 1] = _ranges[_count - 1] with { End = end };
            return;
        }

        if (_count == _ranges.Length)
            Array.Resize(ref _ranges, 2 * _count);
        _ranges[_count++] = new PlaceRange(first, end);
    }
}
