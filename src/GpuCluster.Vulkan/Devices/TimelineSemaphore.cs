using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Devices;

/// <summary>
/// A counter on the device. Its own one counts submits: submit v is finished once the counter is v or more. Safe from any thread.
/// </summary>
public sealed unsafe class TimelineSemaphore : IFrameTimeline, IDisposable
{
    /// <summary>
    /// The longest native wait between two checks for cancellation. The waiter sleeps meanwhile; a finished submit wakes it at once.
    /// </summary>
    private const ulong SliceNanoseconds = 50_000_000;

    private readonly VulkanDevice _device;
    private ulong _submitted;

    /// <param name="device">Outlives this.</param>
    /// <param name="isExported">Whether another interface can import it; the device has to export timelines.</param>
    internal TimelineSemaphore(VulkanDevice device, bool isExported)
    {
        _device = device;
        ExportSemaphoreCreateInfo export = new()
        {
            SType = StructureType.ExportSemaphoreCreateInfo,
            HandleTypes = ExternalHandles.Semaphore,
        };
        SemaphoreTypeCreateInfo type = new()
        {
            SType = StructureType.SemaphoreTypeCreateInfo,
            SemaphoreType = SemaphoreType.Timeline,
            PNext = isExported ? &export : null,
        };
        SemaphoreCreateInfo info = new() { SType = StructureType.SemaphoreCreateInfo, PNext = &type };
        Silk.NET.Vulkan.Semaphore handle;
        device.Api.CreateSemaphore(device.Handle, &info, null, &handle).ThrowOnError();
        Handle = handle;
        Exported = new ExportedTimeline(() => ExternalHandles.OpenSemaphore(_device, Handle));
    }

    /// <summary>The VkSemaphore.</summary>
    internal Silk.NET.Vulkan.Semaphore Handle { get; }

    /// <summary>The same counter for other interfaces, where the device exports timelines.</summary>
    public ExportedTimeline Exported { get; }

    /// <summary>The value of the last submit that succeeded; 0 before the first.</summary>
    public ulong Submitted
    {
        get => Volatile.Read(ref _submitted);
        internal set => Volatile.Write(ref _submitted, value);
    }

    /// <inheritdoc/>
    public ulong Completed
    {
        get
        {
            ulong value;
            _device.Api.GetSemaphoreCounterValue(_device.Handle, Handle, &value).ThrowOnError();
            return value;
        }
    }

    /// <inheritdoc/>
    public void Wait(ulong value, CancellationToken cancellation)
    {
        // A value that was not submitted may never be reached: an error of the caller, so throw instead of waiting.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Submitted);
        Silk.NET.Vulkan.Semaphore handle = Handle;
        SemaphoreWaitInfo info = new()
        {
            SType = StructureType.SemaphoreWaitInfo,
            SemaphoreCount = 1,
            PSemaphores = &handle,
            PValues = &value,
        };
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Result result = _device.Api.WaitSemaphores(_device.Handle, &info, SliceNanoseconds);
            if (result == Result.Timeout)
                continue;
            result.ThrowOnError("vkWaitSemaphores");
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _device.Api.DestroySemaphore(_device.Handle, Handle, null);
}
