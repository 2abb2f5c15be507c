using GpuCluster.Compute.Ilgpu.Devices;

namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>One thing that the parity check looks at.</summary>
/// <param name="Name">For the user: what is computed and by which kernel.</param>
/// <param name="Allowed">The relative error that rounding may leave.</param>
/// <param name="MaxRelativeError">Runs the kernels on a device and returns the largest error, relative to the largest expected value.</param>
internal sealed record ParityStage(string Name, double Allowed, Func<IlgpuDevice, double> MaxRelativeError);
