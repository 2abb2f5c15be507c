using System.Runtime.InteropServices;

namespace GpuCluster.Core.Devices;

/// <summary>Shared libraries of the system.</summary>
public static class SharedLibrary
{
    /// <summary>
    /// The file name of a library. On Linux it carries the version: the name without one is there only where development packages are.
    /// </summary>
    /// <param name="library">Which.</param>
    /// <param name="windows">Whether the system is Windows, not Linux.</param>
    public static string NameOf(SystemLibrary library, bool windows) =>
        (library, windows) switch
        {
            (SystemLibrary.Cuda, false) => "libcuda.so.1",
            (SystemLibrary.Cuda, true) => "nvcuda.dll",
            (SystemLibrary.OpenCl, false) => "libOpenCL.so.1",
            (SystemLibrary.OpenCl, true) => "OpenCL.dll",
            (SystemLibrary.Vulkan, false) => "libvulkan.so.1",
            (SystemLibrary.Vulkan, true) => "vulkan-1.dll",
            (SystemLibrary.Glfw, false) => "libglfw.so.3",
            (SystemLibrary.Glfw, true) => "glfw3.dll",
            _ => throw new ArgumentOutOfRangeException(nameof(library)),
        };

    /// <summary>The file name of a library on this system.</summary>
    /// <param name="library">Which.</param>
    public static string NameOf(SystemLibrary library) => NameOf(library, OperatingSystem.IsWindows());

    /// <summary>Whether the loader finds a library and can load it.</summary>
    /// <param name="library">Which.</param>
    public static bool IsInstalled(SystemLibrary library)
    {
        if (!NativeLibrary.TryLoad(NameOf(library), out nint handle))
            return false;

        NativeLibrary.Free(handle);
        return true;
    }
}
