using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Sharing;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Streaming;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Layouts;

/// <summary>
/// The way of positions out of a device. Where the same device draws and its driver shares memory, the kernel writes the renderer's slot
/// and the host does not wait. Where the device is the processor or shares its memory, the kernel writes memory of the host, mapped Vulkan
/// memory included. From other devices, and where the driver refuses, positions are copied out of the device's memory.
/// </summary>
/// <param name="device">Outlives this.</param>
/// <param name="staging">n positions on the device, for the copy.</param>
internal sealed class PositionExit(IlgpuDevice device, ArrayView<Float4> staging) : IDisposable
{
    private readonly Dictionary<ExportedMemory, CudaSlot> _slots = [];
    private bool _isRefused;
    private bool _isSharingRefused;

    /// <summary>The device whose exported memory can be written; null where there is none.</summary>
    public DeviceIdentity? SharesMemoryOf => device.Sharing is null || !device.SharesMemory ? null : device.Info.Identity;

    /// <summary>Bytes of positions that were copied from the device to the host so far.</summary>
    public long CopiedBytes { get; private set; }

    private bool UsesHostMemory =>
        !_isRefused
        && device.SharesMemory
        && device.Accelerator is CLAccelerator
        && device.Info.Identity.Kind is DeviceKind.Host or DeviceKind.IntegratedGpu;

    /// <summary>Whether <see cref="Write"/> leaves the write to the device. Imports the target's memory the first time.</summary>
    public bool WritesOnDevice(IPositionTarget target) => SlotOf(target) is not null;

    /// <summary>
    /// Has positions written; returns when the host can read them, or at once where the device writes the renderer's memory.
    /// </summary>
    /// <param name="target">Room for n positions or more.</param>
    /// <param name="count">n, 1 or more.</param>
    /// <param name="queue">Queues the kernel that writes n positions into a view.</param>
    public void Write(IPositionTarget target, int count, Action<ArrayView<Float4>> queue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Count, count, nameof(target));
        if (SlotOf(target) is { } slot)
        {
            try
            {
                slot.Write(queue);
                return;
            }
            catch (CudaRefusal refusal)
            {
                // Ends what was queued: no kernel writes the slot after the host.
                Refuse(target.Exported!, refusal);
                target.Exported!.WaitForReaders(CancellationToken.None);
            }
        }

        WriteHost(target.Positions[..count], queue);
    }

    /// <summary>Frees the renderer's memory here; the renderer keeps it.</summary>
    public void Dispose()
    {
        foreach (CudaSlot slot in _slots.Values)
            slot.Dispose();
        _slots.Clear();
    }

    private CudaSlot? SlotOf(IPositionTarget target)
    {
        if (target.Exported is not { } exported || device.Sharing is not { } sharing || _isSharingRefused || !device.SharesMemory)
            return null;
        if (_slots.TryGetValue(exported, out CudaSlot? known) && known.IsImported)
            return known;
        try
        {
            CudaSlot slot = sharing.Import(exported, target.Count);
            _slots[exported] = slot;
            exported.Hold(slot);
            return slot;
        }
        catch (Exception fault) when (fault is CudaRefusal or MachineFaultException)
        {
            Refuse(exported, fault);
            return null;
        }
    }

    /// <summary>What was refused once is not asked for again: every slot goes through the host from now on.</summary>
    private void Refuse(ExportedMemory exported, Exception reason)
    {
        _isSharingRefused = true;
        Dispose();
        exported.Refused?.Invoke(reason.Message);
    }

    private unsafe void WriteHost(Span<Vector4> positions, Action<ArrayView<Float4>> queue)
    {
        fixed (Vector4* first = positions)
        {
            if (device.Accelerator is CPUAccelerator)
            {
                using CPUMemoryBuffer memory = CPUMemoryBuffer.Create(device.Accelerator, (nint)first, positions.Length, sizeof(Float4));
                queue(memory.AsArrayView<Float4>(0, positions.Length));
                device.Wait();
                return;
            }

            using OpenClHostMemory? shared = UsesHostMemory
                ? OpenClHostMemory.Create((CLAccelerator)device.Accelerator, (nint)first, positions.Length, sizeof(Float4))
                : null;
            if (shared is not null)
            {
                queue(shared.AsArrayView<Float4>(0, positions.Length));
                device.Meter.CountWait();
                shared.ShowHost();
                return;
            }
        }

        _isRefused = true;
        queue(staging);
        device.Meter.CountWait();
        staging.CopyToCPU(MemoryMarshal.Cast<Vector4, Float4>(positions));
        CopiedBytes += (long)positions.Length * sizeof(Float4);
    }
}
