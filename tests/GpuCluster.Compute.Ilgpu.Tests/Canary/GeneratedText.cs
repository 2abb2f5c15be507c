using System.Reflection;
using GpuCluster.Compute.Ilgpu.Devices;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>What ILGPU generates from a construct. No device is needed for that.</summary>
internal static class GeneratedText
{
    /// <returns>The text, or "throws TYPE" if ILGPU compiles none.</returns>
    public static string Of(Construct construct, string backEnd)
    {
        try
        {
            return backEnd == BackEnds.Ptx ? Ptx(construct.Kernel) : OpenCl(construct.Kernel);
        }
        catch (Exception fault)
        {
            return "throws " + fault.GetType().Name;
        }
    }

    private static string Ptx(MethodInfo kernel)
    {
        using Context context = NewContext();
        CudaArchitecture architecture = CudaArchitecture.SM_80;
        using var backend = new PTXBackend(context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_78, null);
        return ((PTXCompiledKernel)backend.Compile(Entry(kernel), KernelSpecialization.Empty)).PTXAssembly;
    }

    private static string OpenCl(MethodInfo kernel)
    {
        NativeLibraries.EnsureResolvable();
        using Context context = NewContext();
        using var backend =
            new CLBackend(context, new CLCapabilityContext(true, true, true, true, true), CLDeviceVendor.Nvidia, new CLCVersion(3, 0));
        return ((CLCompiledKernel)backend.Compile(Entry(kernel), KernelSpecialization.Empty)).Source;
    }

    private static EntryPointDescription Entry(MethodInfo kernel) =>
        kernel.GetParameters()[0].ParameterType.Name.Contains("Index", StringComparison.Ordinal)
        ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
        : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);

    // One failed compilation poisons its context, so each has its own.
    private static Context NewContext() => Context.Create(builder => builder.CPU().EnableAlgorithms().Optimize(OptimizationLevel.O2));
}
