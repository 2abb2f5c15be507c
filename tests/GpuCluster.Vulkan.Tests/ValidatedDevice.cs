using System.Collections.Concurrent;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Vulkan.Tests;

/// <summary>
/// A device for one test, with validation and synchronization checks on. Any message fails the test when the device is disposed.
/// </summary>
public sealed class ValidatedDevice : IDisposable
{
    private readonly VulkanInstance _instance;
    private readonly ConcurrentQueue<ValidationMessage> _messages = new();

    public ValidatedDevice(bool hidesInt64Atomics = false)
    {
        _instance = VulkanInstance.Create(new VulkanInstanceOptions { Validation = true, Messages = _messages.Enqueue });
        PhysicalDeviceInfo physical = PhysicalDeviceChoice.Make(_instance).Require();
        if (hidesInt64Atomics)
            physical = physical with { Features = physical.Features with { Int64Atomics = false } };
        Device = VulkanDevice.Create(_instance, physical);
    }

    public VulkanDevice Device { get; }

    /// <summary>Takes the messages so far: for a test that plants a mistake and wants to see it told.</summary>
    public ValidationMessage[] TakeMessages()
    {
        ValidationMessage[] taken = [.. _messages];
        _messages.Clear();
        return taken;
    }

    public void Dispose()
    {
        Device.Dispose();
        _instance.Dispose();
        Assert.Empty(_messages.Select(message => $"{message.Id}: {message.Text}"));
    }
}
