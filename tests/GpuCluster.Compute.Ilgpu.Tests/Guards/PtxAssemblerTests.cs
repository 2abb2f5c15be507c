using System.Diagnostics;
using System.Reflection;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>What NVIDIA's assembler makes of the kernels' text, where it is installed.</summary>
public sealed class PtxAssemblerTests
{
    [Fact]
    public async Task Ptxas_accepts_every_kernel_without_spilling()
    {
        string? ptxas = Environment
            .GetEnvironmentVariable("PATH")
            ?.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "ptxas"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(ptxas is null, "ptxas is not on the PATH (it comes with NVIDIA's CUDA toolkit)");
        string folder = Directory.CreateTempSubdirectory("kernels").FullName;
        try
        {
            foreach (MethodInfo kernel in KernelText.Kernels())
            {
                foreach (CudaArchitecture architecture in KernelText.Architectures)
                {
                    string name = $"{KernelText.NameOf(kernel)} {architecture}";
                    string source = Path.Combine(folder, name);
                    await File.WriteAllTextAsync(source, KernelText.Ptx(kernel, architecture));
                    string target = $"sm_{architecture.Major}{architecture.Minor}";
                    ProcessStartInfo start = new(ptxas!, ["-v", "-arch=" + target, "-o", source + ".cubin", source])
                    {
                        RedirectStandardError = true,
                        UseShellExecute = false,
                    };
                    using Process run = Process.Start(start)!;
                    string report = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                    await run.WaitForExitAsync(TestContext.Current.CancellationToken);
                    Assert.True(
                        run.ExitCode == 0 && report.Contains(" 0 bytes spill stores", StringComparison.Ordinal),
                        name + ": " + report
                    );
                    TestContext.Current.SendDiagnosticMessage(name + ": " + report);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
