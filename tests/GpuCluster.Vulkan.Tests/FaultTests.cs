using GpuCluster.Core.Errors;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Tests;

public sealed class FaultTests
{
    [Fact]
    public void Without_the_loader_the_message_names_the_packages()
    {
        MachineFaultException fault = Assert.Throws<MachineFaultException>(() =>
            VulkanLoader.Load(() => throw new FileNotFoundException("libvulkan.so.1"))
        );
        Assert.Contains("apt-get install libvulkan1 mesa-vulkan-drivers", fault.Message);
    }

    [Theory]
    [InlineData(Result.ErrorIncompatibleDriver, "apt-get install libvulkan1 mesa-vulkan-drivers")]
    [InlineData(Result.ErrorDeviceLost, "compute on the processor")]
    [InlineData(Result.ErrorOutOfDeviceMemory, "fewer points")]
    [InlineData(Result.ErrorUnknown, "vkDoSomething")]
    [InlineData(Result.Timeout, "vkDoSomething")]
    public void A_failed_call_says_what_to_do(Result result, string expected) =>
        Assert.Contains(expected, Assert.Throws<MachineFaultException>(() => result.ThrowOnError("vkDoSomething(device, 1)")).Message);

    [Theory]
    [InlineData(Result.ErrorDeviceLost, Setting.Device)]
    [InlineData(Result.ErrorOutOfDeviceMemory, Setting.Samples, Setting.Resolution)]
    [InlineData(Result.ErrorOutOfHostMemory, Setting.Samples)]
    [InlineData(Result.ErrorUnknown)]
    public void A_failed_call_names_the_settings_that_help(Result result, params Setting[] settings) =>
        Assert.Equal(
            settings,
            Assert
                .Throws<MachineFaultException>(() => result.ThrowOnError("vkDoSomething(device, 1)"))
                .Remedies.Select(remedy => remedy.Setting)
        );

    [Fact]
    public void Success_passes() => Result.Success.ThrowOnError();

    [Fact]
    public void A_missing_instance_extension_is_named()
    {
        VulkanInstanceOptions options = new() { Extensions = ["VK_KHR_of_nobody"] };
        Assert.Contains("VK_KHR_of_nobody", Assert.Throws<MachineFaultException>(() => VulkanInstance.Create(options)).Message);
    }
}
