using GpuCluster.Core.Errors;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Devices;

/// <summary>
/// A logical device with one queue, one timeline and its memory types. One queue behind one lock: software drivers and many laptops have no
/// more.
/// </summary>
public sealed unsafe class VulkanDevice : IDisposable
{
    private VulkanDevice(VulkanInstance instance, PhysicalDeviceInfo physical, Device handle)
    {
        Instance = instance;
        Physical = physical;
        Handle = handle;
        instance.Api.GetDeviceQueue(handle, physical.QueueFamily!.Value, 0, out Queue queue);
        Queue = queue;
        try
        {
            MemoryTypes = new MemoryTypes(instance.Api, physical.Handle);
            TimelineSemaphore = new TimelineSemaphore(this, physical.Features.ExportsTimelines);
            Retirement = new Retirement(TimelineSemaphore);
        }
        catch
        {
            instance.Api.DestroyDevice(handle, null);
            throw;
        }
    }

    /// <summary>The connection to Vulkan; outlives the device and is not owned by it.</summary>
    public VulkanInstance Instance { get; }

    /// <summary>Vulkan's functions.</summary>
    public Vk Api => Instance.Api;

    /// <summary>The physical device.</summary>
    public PhysicalDeviceInfo Physical { get; }

    /// <summary>The VkDevice.</summary>
    public Device Handle { get; }

    /// <summary>Hold it while using the queue: Vulkan allows one thread at a time.</summary>
    internal Lock QueueLock { get; } = new();

    /// <summary>What was made on the device.</summary>
    internal DeviceParts Parts { get; } = new();

    /// <summary>The one queue. Only within <see cref="QueueLock"/>.</summary>
    internal Queue Queue { get; }

    /// <summary>The device's memory types.</summary>
    public MemoryTypes MemoryTypes { get; }

    /// <summary>Rises by one with each finished submit.</summary>
    public TimelineSemaphore TimelineSemaphore { get; }

    /// <summary>Disposes objects after their last use by the device.</summary>
    public Retirement Retirement { get; }

    /// <summary>Makes a device.</summary>
    /// <param name="instance">The connection to Vulkan.</param>
    /// <param name="physical">A device of that instance without a refusal.</param>
    /// <param name="presents">True to draw in windows.</param>
    public static VulkanDevice Create(VulkanInstance instance, PhysicalDeviceInfo physical, bool presents = false)
    {
        if (physical.Refusal is { } refusal)
            throw new MachineFaultException($"{physical.Identity.Name} {refusal}. {VulkanLoader.Remedy}");
        using NativeNames extensions = new([
            .. presents ? [PhysicalDevices.SwapchainExtension] : (string[])[],
            .. physical.Features.ExportsMemory ? [ExternalHandles.MemoryExtension] : (string[])[],
            .. physical.Features.ExportsTimelines ? [ExternalHandles.SemaphoreExtension] : (string[])[],
        ]);
        float priority = 1;
        DeviceQueueCreateInfo queue = new()
        {
            SType = StructureType.DeviceQueueCreateInfo,
            QueueFamilyIndex = physical.QueueFamily!.Value,
            QueueCount = 1,
            PQueuePriorities = &priority,
        };
        PhysicalDeviceVulkan13Features features13 = new()
        {
            SType = StructureType.PhysicalDeviceVulkan13Features,
            DynamicRendering = true,
            Synchronization2 = true,
            Maintenance4 = true,
        };
        PhysicalDeviceVulkan12Features features12 = new()
        {
            SType = StructureType.PhysicalDeviceVulkan12Features,
            PNext = &features13,
            TimelineSemaphore = true,
            HostQueryReset = true,
            ShaderBufferInt64Atomics = physical.Features.Int64Atomics,
        };
        PhysicalDeviceFeatures2 features = new()
        {
            SType = StructureType.PhysicalDeviceFeatures2,
            PNext = &features12,
            Features = new PhysicalDeviceFeatures
            {
                ShaderInt64 = physical.Features.Int64Atomics,
                LargePoints = physical.Features.LargePoints,
            },
        };
        DeviceCreateInfo info = new()
        {
            SType = StructureType.DeviceCreateInfo,
            PNext = &features,
            QueueCreateInfoCount = 1,
            PQueueCreateInfos = &queue,
            EnabledExtensionCount = extensions.Count,
            PpEnabledExtensionNames = extensions.Pointers,
        };
        Device handle;
        instance.Api.CreateDevice(physical.Handle, &info, null, &handle).ThrowOnError();
        return new VulkanDevice(instance, physical, handle);
    }

    /// <summary>The address of an extension's function for this device.</summary>
    public void* Function(string name)
    {
        void* address = NativeFunctions.Find(Api, Handle, name);
        return address is not null
            ? address
            : throw new MachineFaultException($"The driver of {Physical.Identity.Name} lacks {name}. Update it.");
    }

    /// <summary>Submits commands; the timeline reaches the returned value when the device has finished them.</summary>
    /// <param name="commands">Recorded and ended.</param>
    /// <param name="wait">A binary semaphore that colour output waits for, or default.</param>
    /// <param name="signal">A binary semaphore to signal beside the timeline, or default.</param>
    /// <param name="after">A value of another timeline that every command waits for, or default. Its signal is queued already.</param>
    /// <returns>The value of this submit. Values rise in the order of submits.</returns>
    /// <exception cref="MachineFaultException">The submit failed: nothing will run, and the timeline does not move.</exception>
    public ulong Submit(
        CommandBuffer commands,
        Silk.NET.Vulkan.Semaphore wait = default,
        Silk.NET.Vulkan.Semaphore signal = default,
        TimelineWait after = default
    )
    {
        lock (QueueLock)
        {
            ulong value = TimelineSemaphore.Submitted + 1;
            SemaphoreSubmitInfo* waits = stackalloc SemaphoreSubmitInfo[2];
            uint waitCount = 0;
            if (wait.Handle != 0)
                waits[waitCount++] = WaitFor(wait, 0, PipelineStageFlags2.ColorAttachmentOutputBit);
            if (after.Value != 0)
                waits[waitCount++] = WaitFor(after.Timeline!.Handle, after.Value, PipelineStageFlags2.AllCommandsBit);
            CommandBufferSubmitInfo buffer = new() { SType = StructureType.CommandBufferSubmitInfo, CommandBuffer = commands };
            SemaphoreSubmitInfo* signals = stackalloc SemaphoreSubmitInfo[2]
            {
                new()
                {
                    SType = StructureType.SemaphoreSubmitInfo,
                    Semaphore = TimelineSemaphore.Handle,
                    Value = value,
                    StageMask = PipelineStageFlags2.AllCommandsBit,
                },
                new()
                {
                    SType = StructureType.SemaphoreSubmitInfo,
                    Semaphore = signal,
                    StageMask = PipelineStageFlags2.AllCommandsBit,
                },
            };
            SubmitInfo2 submit = new()
            {
                SType = StructureType.SubmitInfo2,
                WaitSemaphoreInfoCount = waitCount,
                PWaitSemaphoreInfos = waits,
                CommandBufferInfoCount = 1,
                PCommandBufferInfos = &buffer,
                SignalSemaphoreInfoCount = signal.Handle == 0 ? 1u : 2u,
                PSignalSemaphoreInfos = signals,
            };
            Api.QueueSubmit2(Queue, 1, &submit, default).ThrowOnError();
            TimelineSemaphore.Submitted = value;
            return value;
        }
    }

    /// <summary>A semaphore for swapchains, which do not support timelines.</summary>
    internal Silk.NET.Vulkan.Semaphore CreateBinarySemaphore()
    {
        SemaphoreCreateInfo info = new() { SType = StructureType.SemaphoreCreateInfo };
        Silk.NET.Vulkan.Semaphore handle;
        Api.CreateSemaphore(Handle, &info, null, &handle).ThrowOnError();
        return handle;
    }

    /// <summary>
    /// Waits until the device has nothing left to do. For rebuilding a swapchain, never within a frame.
    /// </summary>
    public void WaitIdle()
    {
        lock (QueueLock)
            Api.QueueWaitIdle(Queue).ThrowOnError();
    }

    /// <summary>
    /// The same before something is disposed. A lost device has nothing to wait for, and its handles must still be freed.
    /// </summary>
    public void WaitForEnd()
    {
        lock (QueueLock)
        {
            if (Api.QueueWaitIdle(Queue) != Result.Success)
                _ = Api.DeviceWaitIdle(Handle);
        }
    }

    /// <summary>Frees the device, and what constructors that failed have left on it.</summary>
    public void Dispose()
    {
        WaitForEnd();
        Retirement.Dispose();
        Parts.DisposeAll();
        TimelineSemaphore.Dispose();
        Api.DestroyDevice(Handle, null);
    }

    private static SemaphoreSubmitInfo WaitFor(Silk.NET.Vulkan.Semaphore semaphore, ulong value, PipelineStageFlags2 stages) =>
        new()
        {
            SType = StructureType.SemaphoreSubmitInfo,
            Semaphore = semaphore,
            Value = value,
            StageMask = stages,
        };
}
