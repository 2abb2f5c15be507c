using GpuCluster.Core.Errors;
using GpuCluster.Core.Laboratory;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>The ways to compute UMAP's epochs on a device, by name.</summary>
internal static class UmapEpochVariants
{
    /// <summary>The one that runs where none is named.</summary>
    public const string Default = VertexSerialEpoch.Id;

    /// <summary>All of them, by the names of their types.</summary>
    public static IReadOnlyList<IUmapEpochVariant> All => [.. KernelFamilies.Of<IUmapEpochVariant>(typeof(UmapEpochVariants).Assembly)];

    /// <summary>The variant of that name.</summary>
    /// <exception cref="UnusableInputException">There is none; the message lists those there are.</exception>
    public static IUmapEpochVariant Named(string name) => All.FirstOrDefault(variant => variant.Name == name)
        ?? throw new UnusableInputException($"{name}: no UMAP kernel of a device has this name; use {string.Join(", ", All.Select(variant => variant.Name))}");
}
