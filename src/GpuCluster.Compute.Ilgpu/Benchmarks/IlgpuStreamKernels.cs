using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Ilgpu.Benchmarks;

/// <summary>
/// Copies an epoch's positions from the device to the memory that is drawn from: reorders them on the device, then copies.
/// </summary>
public sealed class IlgpuStreamKernels : IDeviceKernels
{
    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(IlgpuDevice device) =>
        LaunchShapes
            .On(device)
            .Select(shape => shape.GroupSize)
            .Distinct()
            .Select(threads => new KernelVariant(
                "stream",
                "positions out",
                $"scatter/{threads}",
                (size, seed) =>
                    new PositionsRun(
                        size,
                        seed,
                        (graph, initial, options) =>
                            new IlgpuUmapStepper(graph, initial, options, device.With(device.Shape with { GroupSize = threads }))
                    )
            ));
}
