using System.Runtime.Intrinsics;
using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>The register widths that this processor has, by the names that a kernel is chosen by.</summary>
public static class HostKernels
{
    /// <summary>From the narrowest to the widest.</summary>
    public static IReadOnlyList<SimdWidth> Widths =>
        [
            SimdWidth.Bits128,
            .. Vector256.IsHardwareAccelerated ? [SimdWidth.Bits256] : (SimdWidth[])[],
            .. Vector512.IsHardwareAccelerated ? [SimdWidth.Bits512] : (SimdWidth[])[],
        ];

    /// <summary>The width's name.</summary>
    public static string NameOf(SimdWidth width) => SimdWidths.Choose(width, "vector128", "vector256", "vector512");

    /// <summary>The width of that name.</summary>
    /// <exception cref="UnusableInputException">This processor has none; the message lists those it has.</exception>
    public static SimdWidth Named(string name)
    {
        SimdWidth[] found = [.. Widths.Where(width => NameOf(width) == name)];
        return found.Length > 0
            ? found[0]
            : throw new UnusableInputException($"{name}: no kernel on host; use {string.Join(", ", Widths.Select(NameOf))}");
    }
}
