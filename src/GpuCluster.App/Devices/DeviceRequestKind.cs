namespace GpuCluster.App.Devices;

/// <summary>Families of compute devices.</summary>
internal enum DeviceRequestKind
{
    /// <summary>The GPU that draws, where compute can use it; else the host.</summary>
    Auto,

    /// <summary>SIMD code on the processor.</summary>
    Host,

    /// <summary>An NVIDIA GPU through ILGPU.</summary>
    Cuda,

    /// <summary>Any OpenCL device through ILGPU.</summary>
    OpenCl,

    /// <summary>ILGPU's simulator of a GPU on the processor: for testing kernels, slow.</summary>
    IlgpuCpu,
}
