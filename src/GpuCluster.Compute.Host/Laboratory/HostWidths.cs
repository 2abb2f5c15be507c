using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Knn;

namespace GpuCluster.Compute.Host.Laboratory;

/// <summary>The register widths that this processor has.</summary>
internal static class HostWidths
{
    /// <summary>From the narrowest to the widest.</summary>
    public static IReadOnlyList<SimdWidth> Here =>
    [
        SimdWidth.Bits128,
        .. Vector256.IsHardwareAccelerated ? [SimdWidth.Bits256] : (SimdWidth[])[],
        .. Vector512.IsHardwareAccelerated ? [SimdWidth.Bits512] : (SimdWidth[])[],
    ];

    /// <summary>The width as reports name it.</summary>
    public static string NameOf(SimdWidth width) => width switch
    {
        SimdWidth.Bits512 => "Vector512",
        SimdWidth.Bits256 => "Vector256",
        _ => "Vector128",
    };
}
