using GpuCluster.Core.Errors;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Instances;

/// <summary>Finds libvulkan when the program runs, so that everything that draws nothing works without it.</summary>
public static class VulkanLoader
{
    /// <summary>The command that installs a missing loader or driver.</summary>
    public const string Remedy = "On Debian or Ubuntu: apt-get install libvulkan1 mesa-vulkan-drivers";

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
            throw new MachineFaultException($"The Vulkan loader (libvulkan.so.1) is not installed. {Remedy}", e);
        }
    }
}
