using GpuCluster.Core.Devices;

namespace GpuCluster.Session.Graphics;

/// <summary>
/// What is done about devices that are lost: the first time the same one is opened again, as a driver that was reset works again; lost a
/// second time within a minute, it is left out. After the third loss within a minute the session ends. One thread.
/// </summary>
internal sealed class DeviceLosses(TimeProvider time)
{
    private const int Max = 3;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);
    private readonly List<(long At, DeviceIdentity Device)> _losses = [];

    /// <summary>Devices that are left out from now on.</summary>
    public IReadOnlyCollection<DeviceIdentity> LeftOut { get; private set; } = [];

    /// <summary>Notes a loss.</summary>
    /// <param name="device">The device.</param>
    /// <returns>Whether to go on with another.</returns>
    public bool TryGoOn(DeviceIdentity device)
    {
        _losses.RemoveAll(loss => time.GetElapsedTime(loss.At) > Span);
        if (_losses.Exists(loss => loss.Device == device))
            LeftOut = [.. LeftOut, device];
        _losses.Add((time.GetTimestamp(), device));
        return _losses.Count < Max;
    }
}
