using GpuCluster.Compute.Ilgpu.Devices;

namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>One stage of the parity check.</summary>
/// <param name="Name">For the user: what is computed and by which kernel.</param>
/// <param name="Allowed">The largest relative error that rounding may cause.</param>
/// <param name="MaxRelativeError">Runs the kernels on a device and returns the largest error, relative to the largest expected
/// value.</param>
internal sealed record ParityStage(string Name, double Allowed, Func<IlgpuDevice, double> MaxRelativeError);
