namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>Which of ILGPU's back ends drives a device.</summary>
public enum IlgpuBackend
{
    /// <summary>NVIDIA's driver, through PTX.</summary>
    Cuda,

    /// <summary>An OpenCL driver with a generic address space, through OpenCL C.</summary>
    OpenCl,

    /// <summary>ILGPU's simulator on the processor: one thread per GPU thread. For testing kernels, far too slow for work.</summary>
    Cpu,
}
