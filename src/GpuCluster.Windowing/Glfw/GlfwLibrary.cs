using GpuCluster.Core.Devices;

namespace GpuCluster.Windowing.Glfw;

/// <summary>The library that opens windows.</summary>
public static class GlfwLibrary
{
    internal const string Name = "libglfw.so.3";

    /// <summary>Whether it can be loaded here.</summary>
    public static bool IsInstalled() => SharedLibrary.IsInstalled(Name);
}
