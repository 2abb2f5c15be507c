using System.Runtime.InteropServices;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Vulkan.Tests;

/// <summary>Where the driver's cache would fill its disk, it is switched off.</summary>
public sealed class DriverCacheTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData((64 << 20) - 1, true)]
    [InlineData(64 << 20, false)]
    [InlineData(null, false)]
    public void It_is_off_where_room_is_short(int? freeBytes, bool isOff) => Assert.Equal(isOff, DriverCache.IsShort(freeBytes));

    [Fact]
    public void Room_is_that_of_the_disk_the_folder_will_lie_on()
    {
        string folder = Path.GetTempPath();
        Assert.NotNull(DriverCache.FreeBytes(folder));
        Assert.NotNull(DriverCache.FreeBytes(Path.Combine(folder, "not", "there", "yet")));
        Assert.Null(DriverCache.FreeBytes(null));
        if (Directory.Exists("/proc/self"))
            Assert.Equal(0, DriverCache.FreeBytes("/proc/self"));
    }

    [Fact]
    public void The_switch_is_set_in_the_environment_that_a_driver_reads()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && GetEnvironment(DriverCache.Switch) == 0,
            "the switch is Mesa's, and the user has set it"
        );

        DriverCache.SwitchOff();

        string? value = Marshal.PtrToStringUTF8(GetEnvironment(DriverCache.Switch));
        Assert.Equal(0, RemoveEnvironment(DriverCache.Switch));
        Assert.Equal("true", value);
    }

    [DllImport("libc", EntryPoint = "getenv")]
    private static extern nint GetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "unsetenv")]
    private static extern int RemoveEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
