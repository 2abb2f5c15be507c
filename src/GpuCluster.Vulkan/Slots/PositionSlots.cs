using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Devices;

namespace GpuCluster.Vulkan.Slots;

/// <summary>The three memories of a position stream.</summary>
public static class PositionSlots
{
    /// <summary>
    /// Three slots of <paramref name="count"/> positions: exported device memory if the layout's device can write it, else mapped device
    /// memory if there is enough of it, else staged.
    /// </summary>
    /// <param name="device">The device that draws.</param>
    /// <param name="count">n.</param>
    /// <param name="writer">The device whose exported memory the layout can write; null for none.</param>
    /// <param name="warn">Receives why such a layout's positions go through the host, once; null for nothing.</param>
    public static IReadOnlyList<IPositionSlotMemory> Allocate(
        VulkanDevice device,
        int count,
        DeviceIdentity? writer = null,
        Action<string>? warn = null
    )
    {
        OnceWarned refusal = new(warn);
        bool isShared = IsShared(device.Physical, writer, refusal);
        bool isDirect = device.MemoryTypes.HasDirectMemory(3ul * (ulong)count * (ulong)Unsafe.SizeOf<Vector4>());
        List<IPositionSlotMemory> slots = new(3);
        try
        {
            for (int i = 0; i < 3; i++)
            {
                slots.Add(
                    isShared ? new SharedSlotMemory(device, count, refusal.Report)
                    : isDirect ? new DirectSlotMemory(device, count)
                    : new StagedSlotMemory(device, count)
                );
            }

            return slots;
        }
        catch
        {
            slots.ForEach(slot => slot.Dispose());
            throw;
        }
    }

    /// <summary>Whether the layout's device writes slots itself, or why it does not.</summary>
    /// <param name="drawing">The device that draws.</param>
    /// <param name="writer">The device whose exported memory the layout can write; null for none.</param>
    /// <returns>Null where it does.</returns>
    internal static string? SharingRefusal(PhysicalDeviceInfo drawing, DeviceIdentity writer)
    {
        DeviceMatch match = DeviceMatch.Compare(drawing.Identity, writer);
        return match.IsSame ? drawing.Features.SharingRefusal : $"{drawing.Identity.Name} draws and {writer.Name} computes: {match.Reason}";
    }

    private static bool IsShared(PhysicalDeviceInfo drawing, DeviceIdentity? writer, OnceWarned refusal)
    {
        if (writer is null)
            return false;
        if (SharingRefusal(drawing, writer.Value) is not { } reason)
            return true;
        refusal.Report(reason);
        return false;
    }

    /// <summary>Passes on the first of several reasons.</summary>
    private sealed class OnceWarned(Action<string>? warn)
    {
        private bool _isReported;

        public void Report(string reason)
        {
            if (_isReported)
                return;
            _isReported = true;
            warn?.Invoke($"each epoch's positions go through the memory of the host: {reason}");
        }
    }
}
