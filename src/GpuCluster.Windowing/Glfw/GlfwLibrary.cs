using System.Reflection;
using System.Runtime.InteropServices;
using GpuCluster.Core.Devices;

namespace GpuCluster.Windowing.Glfw;

/// <summary>The library that opens windows.</summary>
public static class GlfwLibrary
{
    /// <summary>The name in imports, for which <see cref="Load"/> takes this system's.</summary>
    internal const string Name = "glfw";

    /// <summary>Whether it can be loaded here.</summary>
    public static bool IsInstalled() => SharedLibrary.IsInstalled(SystemLibrary.Glfw);

    /// <summary>Loads it where an import names it; 0 leaves the library, or another one, to .NET.</summary>
    internal static nint Load(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Name && NativeLibrary.TryLoad(SharedLibrary.NameOf(SystemLibrary.Glfw), assembly, path, out nint handle) ? handle : 0;
}
