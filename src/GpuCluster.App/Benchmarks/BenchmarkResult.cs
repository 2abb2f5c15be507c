using GpuCluster.App.Devices;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.App.Benchmarks;

/// <summary>A finished benchmark.</summary>
/// <param name="Bench">Its name.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Runs">Times of which a median was taken.</param>
/// <param name="Seed">Of the data.</param>
/// <param name="Devices">What was measured on, with its roofline; null where it has no arithmetic that could be measured.</param>
/// <param name="Rows">In the order they were measured.</param>
internal sealed record BenchmarkResult(
    string Bench,
    HostMachine Machine,
    int Runs,
    ulong Seed,
    IReadOnlyList<(string Selector, string Description, DevicePeaks? Peaks)> Devices,
    IReadOnlyList<BenchmarkRow> Rows
)
{
    /// <summary>All devices in words.</summary>
    public string DeviceNames => string.Join("; ", Devices.Select(device => device.Description));
}
