using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace GpuCluster.Schedules;

/// <summary>
/// A copy of this program in which Coyote decides what each thread does next: its rewriter replaces threads, monitors and atomic operations
/// of the assemblies that are tested.
/// </summary>
internal sealed class RewrittenProgram : IDisposable
{
    private static readonly string[] Assemblies = ["GpuCluster.Core.dll", "GpuCluster.Session.dll", "GpuCluster.Schedules.dll"];

    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, $"rewritten-{Environment.ProcessId}");

    public RewrittenProgram()
    {
        string settings = Path.Combine(AppContext.BaseDirectory, $"rewriting-{Environment.ProcessId}.json");
        File.WriteAllText(
            settings,
            JsonSerializer.Serialize(
                new
                {
                    AssembliesPath = AppContext.BaseDirectory,
                    OutputPath = _folder,
                    Assemblies,
                }
            )
        );
        try
        {
            Run(settings);
        }
        finally
        {
            File.Delete(settings);
        }
    }

    /// <summary>The program's assembly.</summary>
    public string Assembly => Path.Combine(_folder, "GpuCluster.Schedules.dll");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Run(string settings)
    {
        string rewriter = typeof(RewrittenProgram)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(each => each.Key == "CoyoteRewriter")
            .Value!;
        ProcessStartInfo start = new(Environment.ProcessPath!, ["exec", rewriter, "rewrite", settings])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROLL_FORWARD"] = "LatestMajor";
        start.Environment["COYOTE_CLI_TELEMETRY_OPTOUT"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Coyote's rewriter failed: {output} {error.GetAwaiter().GetResult()}");
    }
}
