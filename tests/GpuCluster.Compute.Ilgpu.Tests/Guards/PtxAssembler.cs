using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>NVIDIA's assembler, where it is installed.</summary>
/// <param name="Path">The program.</param>
internal sealed partial record PtxAssembler(string Path)
{
    /// <summary>The assembler on the PATH; null where there is none.</summary>
    public static PtxAssembler? Find() =>
        Environment
            .GetEnvironmentVariable("PATH")
            ?.Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, "ptxas"))
            .Where(File.Exists)
            .Select(path => new PtxAssembler(path))
            .FirstOrDefault();

    /// <summary>Assembles a kernel and reports what it takes.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="text">PTX.</param>
    /// <param name="architecture">The architecture.</param>
    public async Task<PtxResources> AssembleAsync(string name, string text, CudaArchitecture architecture)
    {
        string folder = Directory.CreateTempSubdirectory("kernels").FullName;
        try
        {
            string source = System.IO.Path.Combine(folder, "kernel.ptx");
            await File.WriteAllTextAsync(source, text);
            string target = $"sm_{architecture.Major}{architecture.Minor}";
            ProcessStartInfo start = new(Path, ["-v", "-arch=" + target, "-o", source + ".cubin", source])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            using Process run = Process.Start(start)!;
            string report = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(run.ExitCode == 0, $"{name} {target}: {report}");
            return new PtxResources(
                Number(Registers(), report),
                Number(Shared(), report),
                Number(SpillStores(), report) + Number(SpillLoads(), report)
            );
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static int Number(Regex pattern, string report) =>
        pattern.Match(report) is { Success: true } match ? int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"Used (?<count>\d+) registers", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Registers();

    [GeneratedRegex(@"(?<count>\d+) bytes smem", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shared();

    [GeneratedRegex(@"(?<count>\d+) bytes spill stores", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpillStores();

    [GeneratedRegex(@"(?<count>\d+) bytes spill loads", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpillLoads();
}
