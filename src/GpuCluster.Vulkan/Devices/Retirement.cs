namespace GpuCluster.Vulkan.Devices;

/// <summary>
/// Objects that are no longer needed but that a submitted frame may still use. Each is disposed once the timeline has passed its last use.
/// One thread.
/// </summary>
public sealed class Retirement : IDisposable
{
    private readonly TimelineSemaphore _timeline;
    private readonly List<(ulong LastUse, IDisposable Item)> _items = [];

    internal Retirement(TimelineSemaphore timeline) => _timeline = timeline;

    /// <summary>
    /// Disposes <paramref name="item"/> once everything submitted so far, and the frame being recorded now, has finished.
    /// </summary>
    public void Add(IDisposable? item)
    {
        if (item is not null)
            _items.Add((_timeline.Submitted + 1, item));
    }

    /// <summary>Disposes the objects that the device no longer uses. Call it once a frame.</summary>
    public void Collect()
    {
        if (_items.Count == 0)
            return;
        ulong completed = _timeline.Completed;
        foreach ((ulong lastUse, IDisposable item) in _items)
        {
            if (lastUse <= completed)
                item.Dispose();
        }
        _items.RemoveAll(entry => entry.LastUse <= completed);
    }

    /// <summary>Disposes all remaining objects. The device must be idle.</summary>
    public void Dispose()
    {
        foreach ((_, IDisposable item) in _items)
            item.Dispose();
        _items.Clear();
    }
}
