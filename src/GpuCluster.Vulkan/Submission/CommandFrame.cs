using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Vulkan.Pipelines;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Submission;

/// <summary>The objects of one frame in flight. Created and begun by <see cref="CommandRing"/>.</summary>
public sealed unsafe class CommandFrame : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly CommandPool _pool;
    private bool _wasSubmitted;

    internal CommandFrame(VulkanDevice device, int index)
    {
        _device = device;
        Index = index;
        Vk vk = device.Api;
        CommandPoolCreateInfo poolInfo = new()
        {
            SType = StructureType.CommandPoolCreateInfo,
            QueueFamilyIndex = device.Physical.QueueFamily!.Value,
        };
        CommandPool pool;
        vk.CreateCommandPool(device.Handle, &poolInfo, null, &pool).ThrowOnError();
        _pool = pool;
        device.Parts.Add(this);
        CommandBufferAllocateInfo bufferInfo = new()
        {
            SType = StructureType.CommandBufferAllocateInfo,
            CommandPool = pool,
            Level = CommandBufferLevel.Primary,
            CommandBufferCount = 1,
        };
        CommandBuffer buffer;
        vk.AllocateCommandBuffers(device.Handle, &bufferInfo, &buffer).ThrowOnError();
        Commands = new Commands(vk, buffer);
        Acquired = device.CreateBinarySemaphore();
        Sets = new DescriptorSets(device);
        Timestamps = new TimestampQueries(device);
        Timestamps.Reset();
    }

    /// <summary>0, 1… below the ring's count, for callers that store something per frame in flight.</summary>
    public int Index { get; }

    /// <summary>The command buffer, begun.</summary>
    public Commands Commands { get; }

    /// <summary>Descriptor sets that live as long as this frame.</summary>
    public DescriptorSets Sets { get; }

    /// <summary>The frame's timestamps.</summary>
    public TimestampQueries Timestamps { get; }

    /// <summary>
    /// Signalled when a swapchain image is free. One per frame in flight: it is free again when the frame that waited for it has finished.
    /// </summary>
    public Silk.NET.Vulkan.Semaphore Acquired { get; }

    /// <summary>The timeline's value when the last submit of this frame is finished; 0 before the first.</summary>
    internal ulong Value { get; set; }

    /// <summary>Milliseconds of this frame's previous timestamps, read when the frame began; empty the first time.</summary>
    public double[] FinishedMilliseconds { get; private set; } = [];

    internal void Begin()
    {
        // The timestamps of a frame that was begun and abandoned never become available.
        FinishedMilliseconds = _wasSubmitted ? Timestamps.Read() : [];
        _wasSubmitted = false;
        Timestamps.Reset();
        Sets.Reset();
        _device.Api.ResetCommandPool(_device.Handle, _pool, CommandPoolResetFlags.None).ThrowOnError("vkResetCommandPool");
        CommandBufferBeginInfo info = new()
        {
            SType = StructureType.CommandBufferBeginInfo,
            Flags = CommandBufferUsageFlags.OneTimeSubmitBit,
        };
        _device.Api.BeginCommandBuffer(Commands.Handle, &info).ThrowOnError();
    }

    internal void End()
    {
        _device.Api.EndCommandBuffer(Commands.Handle).ThrowOnError();
        _wasSubmitted = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Also of a frame whose constructor failed, which the device frees.
        Timestamps?.Dispose();
        Sets?.Dispose();
        if (!_device.Parts.Remove(this))
            return;
        _device.Api.DestroySemaphore(_device.Handle, Acquired, null);
        _device.Api.DestroyCommandPool(_device.Handle, _pool, null);
    }
}
