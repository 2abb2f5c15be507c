using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Instances;

/// <summary>Finds Vulkan's loader when the program runs, so that everything that draws nothing works without it.</summary>
public static class VulkanLoader
{
    /// <summary>What installs a missing loader or driver.</summary>
    public static string Remedy =>
        OperatingSystem.IsWindows() ? "Install your GPU's driver" : "On Debian or Ubuntu: apt-get install libvulkan1 mesa-vulkan-drivers";

    /// <summary>Loads the Vulkan loader.</summary>
    /// <exception cref="MachineFaultException">It is not installed.</exception>
    public static Vk Load() => Load(Vk.GetApi);

    internal static Vk Load(Func<Vk> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is FileNotFoundException or DllNotFoundException or EntryPointNotFoundException)
        {
            string name = SharedLibrary.NameOf(SystemLibrary.Vulkan);
            throw new MachineFaultException($"The Vulkan loader ({name}) is not installed. {Remedy}", e);
        }
    }
}
