namespace GpuCluster.Vulkan.Devices;

/// <summary>
/// What was made on a device and is not disposed yet. A constructor that fails halfway leaves the parts that it has made to the device,
/// which frees them at its end. A part frees its handles once, also where its owner disposes it after the device. Safe from any thread.
/// </summary>
internal sealed class DeviceParts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IDisposable, long> _parts = [];
    private long _made;

    /// <summary>Adds a part whose handles are all made.</summary>
    public void Add(IDisposable part)
    {
        lock (_gate)
            _parts.Add(part, _made++);
    }

    /// <summary>Takes a part out, which then frees its handles.</summary>
    /// <returns>False where it has done so.</returns>
    public bool Remove(IDisposable part)
    {
        lock (_gate)
            return _parts.Remove(part);
    }

    /// <summary>Disposes what is left, the newest first. The device is idle.</summary>
    public void DisposeAll()
    {
        IDisposable[] left;
        lock (_gate)
            left = [.. _parts.OrderByDescending(part => part.Value).Select(part => part.Key)];
        foreach (IDisposable part in left)
            part.Dispose();
    }
}
