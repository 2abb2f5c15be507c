using System.Globalization;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>The ways to compute UMAP's epochs on a device, by name.</summary>
internal static class UmapEpochVariants
{
    /// <summary>The default variant.</summary>
    public const string Default = VertexSerialEpoch.Id;

    /// <summary>All of them, by the names of their types.</summary>
    public static IReadOnlyList<IUmapEpochVariant> All => [.. KernelFamilies.Of<IUmapEpochVariant>(typeof(UmapEpochVariants).Assembly)];

    /// <summary>The name of a variant in groups of some size.</summary>
    public static string NameOf(IUmapEpochVariant variant, int groupSize) => $"{variant.Name}/{groupSize}";

    /// <summary>The variant of that name, and the device with the group size that it is launched with.</summary>
    /// <param name="device">The device; its own group size applies if the name gives none.</param>
    /// <param name="name">A variant's name, or one with a group size: gather/64.</param>
    /// <exception cref="UnusableInputException">There is none; the message lists those there are.</exception>
    public static (IUmapEpochVariant Variant, IlgpuDevice Device) Named(IlgpuDevice device, string name)
    {
        string[] parts = name.Split('/');
        int largest = device.Accelerator.MaxNumThreadsPerGroup,
            size = device.Shape.GroupSize;
        return
            All.FirstOrDefault(variant => variant.Name == parts[0]) is { } variant
            && (
                parts.Length == 1
                || (
                    parts.Length == 2
                    && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out size)
                    && size >= 1
                    && size <= largest
                )
            )
            ? (variant, device.With(device.Shape with { GroupSize = size }))
            : throw new UnusableInputException(
                $"{name}: no UMAP kernel on {device.Info.Selector}; use {string.Join(", ", All.Select(each => each.Name))}, or one in "
                    + $"groups of 1 to {largest} threads, as in gather/{device.Shape.GroupSize}"
            );
    }
}
