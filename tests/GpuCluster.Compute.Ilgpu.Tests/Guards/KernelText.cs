using System.Reflection;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>What ILGPU generates from a kernel, for each architecture that is meant to run it. Needs no device.</summary>
internal static class KernelText
{
    /// <summary>NVIDIA's architectures from Turing to Hopper.</summary>
    public static readonly CudaArchitecture[] Architectures =
    [
        CudaArchitecture.SM_75,
        CudaArchitecture.SM_80,
        CudaArchitecture.SM_86,
        CudaArchitecture.SM_89,
        CudaArchitecture.SM_90,
    ];

    /// <summary>Every method of the product that runs on a device.</summary>
    public static IEnumerable<MethodInfo> Kernels() => KernelsOf(typeof(KernelEntryAttribute).Assembly.GetTypes());

    /// <summary>The kernels among the methods of some types.</summary>
    public static IEnumerable<MethodInfo> KernelsOf(IEnumerable<Type> types) =>
        types
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.GetCustomAttribute<KernelEntryAttribute>() is not null);

    /// <summary>Class and method.</summary>
    public static string NameOf(MethodInfo kernel) => $"{kernel.DeclaringType!.Name}.{kernel.Name}";

    /// <summary>The assembly text for one architecture.</summary>
    public static string Ptx(MethodInfo kernel, CudaArchitecture architecture)
    {
        using Context context = NewContext();
        using PTXBackend backend = new(context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_78, null);
        return ((PTXCompiledKernel)backend.Compile(Entry(kernel), KernelSpecialization.Empty)).PTXAssembly;
    }

    /// <summary>The source for any OpenCL 3.0 device.</summary>
    public static string OpenCl(MethodInfo kernel)
    {
        NativeLibraries.EnsureResolvable();
        using Context context = NewContext();
        using CLBackend backend = new(
            context,
            new CLCapabilityContext(true, true, true, true, true),
            CLDeviceVendor.Nvidia,
            new CLCVersion(3, 0)
        );
        return ((CLCompiledKernel)backend.Compile(Entry(kernel), KernelSpecialization.Empty)).Source;
    }

    private static EntryPointDescription Entry(MethodInfo kernel) =>
        typeof(IIndex).IsAssignableFrom(kernel.GetParameters()[0].ParameterType)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);

    // One failed compilation poisons its context, so each has its own.
    private static Context NewContext() => Context.Create(builder => builder.CPU().EnableAlgorithms().Optimize(OptimizationLevel.O2));
}
