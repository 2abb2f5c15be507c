using GpuCluster.Core.Devices;

namespace GpuCluster.Core.Tests.Devices;

public sealed class SharedLibraryTests
{
    [Theory]
    [InlineData(SystemLibrary.Cuda, "libcuda.so.1", "nvcuda.dll")]
    [InlineData(SystemLibrary.OpenCl, "libOpenCL.so.1", "OpenCL.dll")]
    [InlineData(SystemLibrary.Vulkan, "libvulkan.so.1", "vulkan-1.dll")]
    [InlineData(SystemLibrary.Glfw, "libglfw.so.3", "glfw3.dll")]
    public void A_library_has_a_name_on_each_system(SystemLibrary library, string linux, string windows)
    {
        Assert.Equal(linux, SharedLibrary.NameOf(library, windows: false));
        Assert.Equal(windows, SharedLibrary.NameOf(library, windows: true));
        Assert.Equal(OperatingSystem.IsWindows() ? windows : linux, SharedLibrary.NameOf(library));
    }

    [Fact]
    public void Another_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedLibrary.NameOf((SystemLibrary)99, windows: true));
}
