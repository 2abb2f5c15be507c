using System.Diagnostics;
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

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>Every kernel compiles for every architecture that is meant to run it. No GPU is needed for that, and none is here to find out otherwise.</summary>
public sealed class KernelCompilationTests
{
    private static readonly CudaArchitecture[] Architectures =
        [CudaArchitecture.SM_75, CudaArchitecture.SM_80, CudaArchitecture.SM_86, CudaArchitecture.SM_89, CudaArchitecture.SM_90];

    public static TheoryData<string> KernelNames => [.. Kernels().Select(kernel => kernel.DeclaringType!.Name).Distinct(StringComparer.Ordinal)];

    [Fact]
    public void Every_kernel_file_holds_a_marked_entry()
    {
        IEnumerable<Type> named = typeof(KernelEntryAttribute).Assembly.GetTypes().Where(type => type.Name.EndsWith("Kernel", StringComparison.Ordinal));
        Assert.Empty(named.Except(Kernels().Select(kernel => kernel.DeclaringType!)));
        Assert.NotEmpty(Kernels());
    }

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Compiles_to_ptx_and_opencl(string name)
    {
        NativeLibraries.EnsureResolvable();
        foreach (MethodInfo kernel in Kernels().Where(kernel => kernel.DeclaringType!.Name == name))
        {
            foreach (CudaArchitecture architecture in Architectures)
                Assert.Contains(".entry", Ptx(kernel, architecture), StringComparison.Ordinal);
            string openCl = OpenCl(kernel);
            Assert.Contains("kernel void", openCl, StringComparison.Ordinal);

            // ILGPU keeps its address in a variable of the whole program, where groups that run at the same time overwrite each other's.
            Assert.DoesNotContain("dynamic_shared_memory", openCl, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Ptxas_accepts_every_kernel_without_spilling()
    {
        string? ptxas = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "ptxas")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(ptxas is null, "ptxas is not on the PATH (it comes with NVIDIA's CUDA toolkit)");
        string folder = Directory.CreateTempSubdirectory("kernels").FullName;
        try
        {
            foreach (MethodInfo kernel in Kernels())
            {
                foreach (CudaArchitecture architecture in Architectures)
                {
                    string name = $"{kernel.DeclaringType!.Name} {architecture}";
                    string source = Path.Combine(folder, name);
                    await File.WriteAllTextAsync(source, Ptx(kernel, architecture));
                    string target = $"sm_{architecture.Major}{architecture.Minor}";
                    var start = new ProcessStartInfo(ptxas!, ["-v", "-arch=" + target, "-o", source + ".cubin", source]) { RedirectStandardError = true, UseShellExecute = false };
                    using var run = Process.Start(start)!;
                    string report = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                    await run.WaitForExitAsync(TestContext.Current.CancellationToken);
                    Assert.True(run.ExitCode == 0 && report.Contains(" 0 bytes spill stores", StringComparison.Ordinal), name + ": " + report);
                    TestContext.Current.SendDiagnosticMessage(name + ": " + report);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static IEnumerable<MethodInfo> Kernels() =>
        typeof(KernelEntryAttribute).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.GetCustomAttribute<KernelEntryAttribute>() is not null);

    private static EntryPointDescription Entry(MethodInfo kernel) => kernel.GetParameters()[0].ParameterType == typeof(Index1D)
        ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
        : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);

    // One failed compilation poisons its context, so each has its own.
    private static Context NewContext() => Context.Create(builder => builder.CPU().EnableAlgorithms().Optimize(OptimizationLevel.O2));

    private static string Ptx(MethodInfo kernel, CudaArchitecture architecture)
    {
        using Context context = NewContext();
        using var backend = new PTXBackend(context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_78, null);
        return ((PTXCompiledKernel)backend.Compile(Entry(kernel), KernelSpecialization.Empty)).PTXAssembly;
    }

    private static string OpenCl(MethodInfo kernel)
    {
        using Context context = NewContext();
        using var backend = new CLBackend(context, new CLCapabilityContext(true, true, true, true, true), CLDeviceVendor.Nvidia, new CLCVersion(3, 0));
        return ((CLCompiledKernel)backend.Compile(Entry(kernel), KernelSpecialization.Empty)).Source;
    }
}
