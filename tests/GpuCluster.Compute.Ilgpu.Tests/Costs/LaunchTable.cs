using System.Globalization;
using GpuCluster.Compute.Ilgpu.Tests.Guards;

namespace GpuCluster.Compute.Ilgpu.Tests.Costs;

/// <summary>The table of launches in the kernel author's page.</summary>
internal static class LaunchTable
{
    public const string Heading = "## What a launch costs";

    /// <summary>All its lines.</summary>
    public static string[] Lines(IReadOnlyDictionary<string, PtxResources> record) =>
        [
            "| kernel | launch | group | registers (sm_89, sm_90) | shared, bytes | occupancy (RTX 4090, H100) | moved, MB "
                + "| floor, ms: H100 | H200 | RTX 4090 |",
            "|---|---|---|---|---|---|---|---|---|---|",
            .. LaunchCost.All.Select(launch => Line(launch, record)),
        ];

    private static string Line(LaunchCost launch, IReadOnlyDictionary<string, PtxResources> record)
    {
        (Gpu hopper, Gpu ada) = (Gpu.All[0], Gpu.All[2]);
        PtxResources old = record[KernelRecord.KeyOf(launch.Kernel, ada.Architecture)];
        PtxResources young = record[KernelRecord.KeyOf(launch.Kernel, hopper.Architecture)];
        string name = launch.Kernel.Replace("Kernel.Run", "", StringComparison.Ordinal);
        string occupancy = $"{Percent(ada, old, launch)}, {Percent(hopper, young, launch)}";
        string floors = string.Join(" | ", Gpu.All.Select(gpu => Text(1000 * gpu.Floor(launch.Bytes, launch.Operations))));
        return $"| {name} | {launch.What} | {launch.GroupThreads} | {old.Registers}, {young.Registers} | {young.SharedBytes} | {occupancy} "
            + $"| {Text(launch.Bytes / 1e6)} | {floors} |";
    }

    private static string Percent(Gpu gpu, PtxResources resources, LaunchCost launch) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * gpu.Occupancy(launch.GroupThreads, resources.Registers, resources.SharedBytes):0} %"
        );

    private static string Text(double value) =>
        value.ToString(
            value >= 100 ? "0"
                : value >= 1 ? "0.0"
                : "0.0000",
            CultureInfo.InvariantCulture
        );
}
