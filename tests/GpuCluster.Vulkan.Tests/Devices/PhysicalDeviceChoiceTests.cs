using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Vulkan.Tests.Devices;

public sealed class PhysicalDeviceChoiceTests
{
    [Fact]
    public void Discrete_comes_before_integrated_before_virtual_before_the_processor()
    {
        PhysicalDeviceInfo[] devices =
        [
            Make("lavapipe", DeviceKind.Host),
            Make("virtio", DeviceKind.VirtualGpu),
            Make("iris", DeviceKind.IntegratedGpu),
            Make("rtx", DeviceKind.DiscreteGpu),
        ];
        for (int count = 1; count <= devices.Length; count++)
            Assert.Equal(devices[count - 1], PhysicalDeviceChoice.Among(devices[..count]).Require());
    }

    [Fact]
    public void Every_other_device_is_listed_with_a_reason()
    {
        PhysicalDeviceInfo old = Make("old", DeviceKind.DiscreteGpu) with { Refusal = "offers Vulkan 1.1, and 1.3 is needed" };
        PhysicalDeviceInfo first = Make("first", DeviceKind.IntegratedGpu);
        PhysicalDeviceChoice choice = PhysicalDeviceChoice.Among([
            old,
            first,
            Make("second", DeviceKind.IntegratedGpu),
            Make("llvmpipe", DeviceKind.Host),
        ]);
        Assert.Equal(first, choice.Chosen);
        Assert.Equal(
            [
                "offers Vulkan 1.1, and 1.3 is needed",
                "is listed after first, which is of the same kind",
                "is the processor; first is an integrated GPU",
            ],
            choice.PassedOver.Select(other => other.Reason)
        );
    }

    [Fact]
    public void Without_a_usable_device_the_message_says_what_was_found_and_what_to_install()
    {
        PhysicalDeviceInfo old = Make("Old GPU", DeviceKind.DiscreteGpu) with { Refusal = "offers Vulkan 1.1, and 1.3 is needed" };
        string message = Assert.Throws<MachineFaultException>(() => PhysicalDeviceChoice.Among([old]).Require()).Message;
        Assert.Contains("Old GPU offers Vulkan 1.1", message);
        Assert.Contains("apt-get install libvulkan1 mesa-vulkan-drivers", message);
        Assert.Null(PhysicalDeviceChoice.Among([]).Chosen);
        Assert.Contains("none was found", Assert.Throws<MachineFaultException>(() => PhysicalDeviceChoice.Among([]).Require()).Message);
    }

    [Fact]
    public void The_drivers_of_this_machine_describe_their_devices()
    {
        using VulkanInstance instance = VulkanInstance.Create(new VulkanInstanceOptions());
        PhysicalDeviceInfo device = PhysicalDeviceChoice.Make(instance).Require();
        Assert.NotEmpty(device.Identity.Name);
        Assert.NotEmpty(device.Driver);
        Assert.NotEqual(Guid.Empty, device.Identity.Uuid);
        Assert.True(device.ApiVersion >= new Version(1, 3));
        Assert.True(
            device.Limits.StorageBufferRange >= 1 << 27 && device.Limits.WorkgroupCount >= 65_535 && device.Limits.TimestampPeriod > 0
        );
    }

    private static PhysicalDeviceInfo Make(string name, DeviceKind kind) =>
        new()
        {
            Handle = default,
            Identity = new DeviceIdentity(name, kind, null, null),
            Driver = "test 1",
            ApiVersion = new Version(1, 3, 200),
            QueueFamily = 0,
            Features = default,
            Limits = default,
            Refusal = null,
        };
}
