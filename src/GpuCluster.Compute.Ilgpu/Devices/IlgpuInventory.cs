namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>The devices that ILGPU finds on this machine.</summary>
/// <param name="Devices">Every device, usable or not: CUDA first, then OpenCL, the simulator last.</param>
/// <param name="Notes">Why a whole back end is missing, one sentence each.</param>
public sealed record IlgpuInventory(IReadOnlyList<IlgpuDeviceInfo> Devices, IReadOnlyList<string> Notes);
