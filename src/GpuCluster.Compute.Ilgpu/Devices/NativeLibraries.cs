using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Core.Devices;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>
/// ILGPU imports "cuda" and "OpenCL", names that exist on Linux only where development packages are installed. Drivers install libcuda.so.1
/// and libOpenCL.so.1, so those are looked for first. A resolver can be set once per assembly: the class constructor does it, and the
/// runtime runs that once.
/// </summary>
internal static class NativeLibraries
{
    static NativeLibraries()
    {
        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
    }

    /// <summary>Sets the resolver; must run before ILGPU loads a driver.</summary>
    public static void EnsureResolvable() => RuntimeHelpers.RunClassConstructor(typeof(NativeLibraries).TypeHandle);

    /// <summary>True where the driver's library can be loaded.</summary>
    public static bool IsPresent(string name)
    {
        nint handle = Resolve(name, typeof(NativeLibraries).Assembly, null);
        if (handle == 0)
            return false;
        NativeLibrary.Free(handle);
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string? versioned = name switch
        {
            "cuda" => SharedLibrary.NameOf(SystemLibrary.Cuda),
            "OpenCL" => SharedLibrary.NameOf(SystemLibrary.OpenCl),
            _ => null,
        };
        return versioned is not null && NativeLibrary.TryLoad(versioned, assembly, path, out nint handle) ? handle
            : NativeLibrary.TryLoad(name, assembly, path, out handle) ? handle
            : 0;
    }
}
