using System.Runtime.InteropServices;

namespace GpuCluster.Vulkan.Instances;

/// <summary>
/// Mesa's cache of shaders. The driver maps its files before the disk has room for them, so that a full disk ends the process by a signal
/// that nothing can catch (SIGBUS). Where room is short, the cache is switched off: shaders are compiled again, which takes some tenths of
/// a second.
/// </summary>
internal static partial class DriverCache
{
    /// <summary>Well above what one run adds to the cache.</summary>
    private const long MinFreeBytes = 64 << 20;

    internal const string Switch = "MESA_SHADER_CACHE_DISABLE";

    private static readonly string[] FolderVariables = ["MESA_SHADER_CACHE_DIR", "MESA_GLSL_CACHE_DIR", "XDG_CACHE_HOME"];

    /// <summary>
    /// Switches the cache off where its disk is nearly full. Call it before the driver is loaded, which reads the switch once.
    /// </summary>
    public static void SwitchOffWhereShort()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Switch) is not null || !IsShort(FreeBytes(Folder())))
            return;
        SwitchOff();
    }

    /// <summary>Whether a cache may fill its disk.</summary>
    internal static bool IsShort(long? freeBytes) => freeBytes < MinFreeBytes;

    // The runtime keeps a copy of the environment; a driver reads the process's own.
    internal static void SwitchOff() => setenv(Switch, "true", overwrite: 1);

    /// <summary>Free bytes of the disk that a folder lies on, or will lie on; null if unknown.</summary>
    internal static long? FreeBytes(string? folder)
    {
        while (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder);
        if (string.IsNullOrEmpty(folder))
            return null;
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // As Mesa looks for it (util/disk_cache_os.c).
    private static string? Folder() =>
        FolderVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(folder => !string.IsNullOrEmpty(folder))
        ?? (Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache") : null);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
