using GpuCluster.Core.Laboratory;

namespace GpuCluster.App.Laboratory;

/// <summary>A finished benchmark.</summary>
/// <param name="Bench">Its name.</param>
/// <param name="Devices">What was measured on, with its roofline.</param>
/// <param name="Rows">In the order they were measured.</param>
internal sealed record LaboratoryResult(string Bench, IReadOnlyList<(string Selector, string Description, DevicePeaks Peaks)> Devices, IReadOnlyList<LaboratoryRow> Rows)
{
    /// <summary>All devices in words.</summary>
    public string DeviceNames => string.Join("; ", Devices.Select(device => device.Description));
}
