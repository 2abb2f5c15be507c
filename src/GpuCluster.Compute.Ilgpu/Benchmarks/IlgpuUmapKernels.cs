using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Layouts.Epochs;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Ilgpu.Benchmarks;

/// <summary>Epochs of UMAP by each kernel that a layout can be made with, in several group sizes. Nothing leaves the device.</summary>
public sealed class IlgpuUmapKernels : IDeviceKernels
{
    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(IlgpuDevice device) =>
        from variant in UmapEpochVariants.All
        from threads in LaunchShapes.On(device).Select(shape => shape.GroupSize).Distinct()
        select new KernelVariant(
            "umap",
            "epoch",
            UmapEpochVariants.NameOf(variant, threads),
            (size, seed) =>
                new UmapEpochRun(
                    size,
                    seed,
                    variant.Rule,
                    (graph, initial, options) =>
                        new IlgpuUmapStepper(graph, initial, options, device, kernel: UmapEpochVariants.NameOf(variant, threads))
                )
        );
}
