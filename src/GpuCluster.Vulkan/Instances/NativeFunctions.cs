using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Instances;

/// <summary>Looks up functions of extensions by name. Null where the driver has none of that name.</summary>
internal static unsafe class NativeFunctions
{
    // Silk.NET wraps the address in an IDisposable meant for managed callbacks; disposing it would free memory that belongs to the driver.
#pragma warning disable IDISP004
    public static void* Find(Vk api, Instance instance, string name) => (void*)api.GetInstanceProcAddr(instance, name).Handle;

    public static void* Find(Vk api, Device device, string name) => (void*)api.GetDeviceProcAddr(device, name).Handle;
#pragma warning restore IDISP004
}
