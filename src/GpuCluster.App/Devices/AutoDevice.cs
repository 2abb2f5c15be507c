using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Parity;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.App.Devices;

/// <summary>
/// What --device auto means: the GPU that Vulkan chose to draw on, if ILGPU can compute on that same one and its parity check agrees with
/// the host; else the host. A CPU that poses as a GPU is never taken.
/// </summary>
internal static class AutoDevice
{
    /// <summary>Opens the GPU, or says why it is the host.</summary>
    /// <param name="progress">Is warned where a GPU was found and cannot be used.</param>
    /// <returns>The GPU, owned by the caller; null for the host.</returns>
    public static IlgpuDevice? TryOpen(IStageProgress progress)
    {
        // Without either driver there is no GPU to compute on, and Vulkan need not be started to learn it.
        if (!SharedLibrary.IsInstalled(SystemLibrary.Cuda) && !SharedLibrary.IsInstalled(SystemLibrary.OpenCl))
            return null;

        if (DrawingDevice() is not { Kind: not DeviceKind.Host } identity)
            return null;

        IlgpuDevice? device = IlgpuDevices.OpenMatching(identity, out string reason) is { } match
            ? DeviceParity.Accept(match, out reason)
            : null;
        if (device is null)
            progress.Warn($"{identity.Name} draws but cannot compute ({reason}): computing on the host");

        return device;
    }

    private static DeviceIdentity? DrawingDevice()
    {
        try
        {
            using VulkanInstance instance = VulkanInstance.Create(new VulkanInstanceOptions());
            return PhysicalDeviceChoice.Make(instance).Chosen?.Identity;
        }
        catch (MachineFaultException)
        {
            // No Vulkan: nothing draws, and a layout alone needs no picture.
            return null;
        }
    }
}
