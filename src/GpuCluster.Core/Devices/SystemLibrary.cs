namespace GpuCluster.Core.Devices;

/// <summary>A library that the system or a driver brings; <see cref="SharedLibrary"/> knows how its file is called.</summary>
public enum SystemLibrary
{
    /// <summary>NVIDIA's driver for computing.</summary>
    Cuda,

    /// <summary>The loader of OpenCL drivers.</summary>
    OpenCl,

    /// <summary>The loader of Vulkan drivers.</summary>
    Vulkan,

    /// <summary>GLFW 3, which opens windows.</summary>
    Glfw,
}
