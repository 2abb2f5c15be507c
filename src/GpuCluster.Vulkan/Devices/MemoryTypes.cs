using GpuCluster.Core.Errors;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Devices;

/// <summary>The kinds of memory a device has, and the choice among them.</summary>
public sealed class MemoryTypes
{
    private readonly MemoryPropertyFlags[] _types;
    private readonly ulong[] _heapOfType;

    internal MemoryTypes(Vk api, PhysicalDevice physical)
    {
        PhysicalDeviceMemoryProperties properties = api.GetPhysicalDeviceMemoryProperties(physical);
        _types = new MemoryPropertyFlags[properties.MemoryTypeCount];
        _heapOfType = new ulong[properties.MemoryTypeCount];
        for (int i = 0; i < _types.Length; i++)
        {
            _types[i] = properties.MemoryTypes[i].PropertyFlags;
            _heapOfType[i] = properties.MemoryHeaps[(int)properties.MemoryTypes[i].HeapIndex].Size;
        }
    }

    /// <summary>The properties of a type.</summary>
    internal MemoryPropertyFlags this[uint type] => _types[type];

    /// <summary>The first type with all of <paramref name="required"/>, if possible with all of <paramref name="preferred"/> too.</summary>
    /// <param name="allowed">Bit i set: the resource may lie in type i.</param>
    /// <param name="required">Required properties.</param>
    /// <param name="preferred">Preferred properties.</param>
    internal uint Choose(uint allowed, MemoryPropertyFlags required, MemoryPropertyFlags preferred) =>
        Find(allowed, required | preferred)
        ?? Find(allowed, required)
        ?? throw new MachineFaultException($"The graphics device has no memory that is {required}. Update its driver.");

    /// <summary>
    /// True if the host can write directly into enough device-local memory: integrated GPUs, resizable BAR, software drivers.
    /// Without resizable BAR such a heap has 256 MiB, which the driver needs itself; a quarter of the heap is the most this program takes.
    /// </summary>
    /// <param name="bytes">The total size.</param>
    public bool HasDirectMemory(ulong bytes) =>
        _types
            .Index()
            .Any(type =>
                type.Item.HasFlag(
                    MemoryPropertyFlags.DeviceLocalBit | MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit
                )
                && bytes <= _heapOfType[type.Index] / 4
            );

    private uint? Find(uint allowed, MemoryPropertyFlags wanted)
    {
        for (uint i = 0; i < _types.Length; i++)
        {
            if ((allowed >> (int)i & 1) != 0 && _types[i].HasFlag(wanted))
                return i;
        }
        return null;
    }
}
