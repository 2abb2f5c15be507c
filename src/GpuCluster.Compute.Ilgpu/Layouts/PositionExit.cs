using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Core.Devices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Layouts;

/// <summary>
/// The way of positions from a device to memory of the host, mapped Vulkan memory included. Where the device is the processor or shares its
/// memory, the kernel writes there itself. From other devices, and where the driver refuses, they are copied out of the device's memory.
/// </summary>
/// <param name="device">Outlives this.</param>
/// <param name="staging">n positions on the device, for the copy.</param>
internal sealed class PositionExit(IlgpuDevice device, ArrayView<Float4> staging)
{
    private bool _isRefused;

    /// <summary>Bytes of positions that were copied from the device to the host so far.</summary>
    public long CopiedBytes { get; private set; }

    private bool SharesMemory =>
        !_isRefused && device.Accelerator is CLAccelerator && device.Info.Identity.Kind is DeviceKind.Host or DeviceKind.IntegratedGpu;

    /// <summary>Has positions written, and waits until the host can read them.</summary>
    /// <param name="positions">Receives n positions.</param>
    /// <param name="queue">Queues the kernel that writes n positions into a view.</param>
    public unsafe void Write(Span<Vector4> positions, Action<ArrayView<Float4>> queue)
    {
        fixed (Vector4* first = positions)
        {
            if (device.Accelerator is CPUAccelerator)
            {
                using CPUMemoryBuffer memory = CPUMemoryBuffer.Create(device.Accelerator, (nint)first, positions.Length, sizeof(Float4));
                queue(memory.AsArrayView<Float4>(0, positions.Length));
                device.Accelerator.Synchronize();
                return;
            }

            using OpenClHostMemory? shared = SharesMemory
                ? OpenClHostMemory.Create((CLAccelerator)device.Accelerator, (nint)first, positions.Length, sizeof(Float4))
                : null;
            if (shared is not null)
            {
                queue(shared.AsArrayView<Float4>(0, positions.Length));
                shared.ShowHost();
                return;
            }
        }

        // What was refused once is not asked for again.
        _isRefused = true;
        queue(staging);
        staging.CopyToCPU(MemoryMarshal.Cast<Vector4, Float4>(positions));
        CopiedBytes += (long)positions.Length * sizeof(Float4);
    }
}
