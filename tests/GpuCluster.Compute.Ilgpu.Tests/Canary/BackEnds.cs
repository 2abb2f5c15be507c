using GpuCluster.Compute.Ilgpu.Devices;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>What ILGPU generates code for.</summary>
internal static class BackEnds
{
    public const string Ptx = "PTX";

    public const string OpenCl = "OpenCL C";

    /// <summary>The CPU accelerator runs the methods that .NET compiled, so it has no code generator that could be wrong.</summary>
    public const string Cpu = "CPU";

    public static string Of(IlgpuBackend backend) =>
        backend switch
        {
            IlgpuBackend.Cuda => Ptx,
            IlgpuBackend.OpenCl => OpenCl,
            _ => Cpu,
        };
}
