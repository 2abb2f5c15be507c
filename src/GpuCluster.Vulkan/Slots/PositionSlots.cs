using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Devices;

namespace GpuCluster.Vulkan.Slots;

/// <summary>The three memories of a position stream.</summary>
public static class PositionSlots
{
    /// <summary>Three slots of <paramref name="count"/> positions: mapped device memory if there is enough of it, else staged.</summary>
    public static IReadOnlyList<IPositionSlotMemory> Allocate(VulkanDevice device, int count)
    {
        bool isDirect = device.MemoryTypes.HasDirectMemory(3ul * (ulong)count * (ulong)Unsafe.SizeOf<Vector4>());
        List<IPositionSlotMemory> slots = new(3);
        try
        {
            for (int i = 0; i < 3; i++)
                slots.Add(isDirect ? new DirectSlotMemory(device, count) : new StagedSlotMemory(device, count));
            return slots;
        }
        catch
        {
            slots.ForEach(slot => slot.Dispose());
            throw;
        }
    }
}
