using GpuCluster.Compute.Ilgpu.Tests.Guards;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>What ILGPU generates from a construct. No device is needed for that.</summary>
internal static class GeneratedText
{
    /// <returns>The text, or "throws TYPE" if ILGPU compiles none.</returns>
    public static string Of(Construct construct, string backEnd)
    {
        try
        {
            return backEnd == BackEnds.Ptx ? KernelText.Ptx(construct.Kernel, CudaArchitecture.SM_80) : KernelText.OpenCl(construct.Kernel);
        }
        catch (Exception fault)
        {
            return "throws " + fault.GetType().Name;
        }
    }
}
