using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Ilgpu.Benchmarks;

/// <summary>Epochs of t-SNE with every pair summed, by groups of several sizes.</summary>
public sealed class IlgpuTsneKernels : IDeviceKernels
{
    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(IlgpuDevice device) =>
        LaunchShapes
            .On(device)
            .Select(shape => shape.GroupSize)
            .Distinct()
            .Select(threads => new KernelVariant(
                "tsne",
                "epoch",
                $"exact/{threads}",
                (size, seed) =>
                    new TsneEpochRun(
                        size,
                        seed,
                        theta: 0,
                        (graph, initial, options) =>
                            new IlgpuTsneStepper(graph, initial, options, device.With(device.Shape with { GroupSize = threads }))
                    )
            ));
}
