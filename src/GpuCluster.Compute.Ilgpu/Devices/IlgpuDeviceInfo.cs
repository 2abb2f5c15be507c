using GpuCluster.Core.Devices;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>One device that ILGPU found, usable or not.</summary>
/// <param name="Backend">The back end that drives it.</param>
/// <param name="Index">Its place among the devices of that back end, counted from 0.</param>
/// <param name="Identity">Which physical device it is; a processor behind OpenCL has <see cref="DeviceKind.Host"/>.</param>
/// <param name="Vendor">Who made the device or its driver.</param>
/// <param name="MemoryBytes">Memory on the device, in bytes.</param>
/// <param name="Reason">Why it cannot be used, or null where it can.</param>
public sealed record IlgpuDeviceInfo(
    IlgpuBackend Backend,
    int Index,
    DeviceIdentity Identity,
    string Vendor,
    long MemoryBytes,
    string? Reason
)
{
    /// <summary>The selector of the device, such as cuda:0.</summary>
    public string Selector =>
        Backend switch
        {
            IlgpuBackend.Cuda => $"cuda:{Index}",
            IlgpuBackend.OpenCl => $"opencl:{Index}",
            _ => "ilgpu-cpu",
        };

    /// <summary>True where kernels can run on it.</summary>
    public bool Usable => Reason is null;
}
