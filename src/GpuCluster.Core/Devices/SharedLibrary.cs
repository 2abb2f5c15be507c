using System.Runtime.InteropServices;

namespace GpuCluster.Core.Devices;

/// <summary>Shared libraries of the system.</summary>
public static class SharedLibrary
{
    /// <summary>Whether the loader finds a library and can load it.</summary>
    /// <param name="name">Its file name, for example "libcuda.so.1".</param>
    public static bool IsInstalled(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint handle))
            return false;

        NativeLibrary.Free(handle);
        return true;
    }
}
