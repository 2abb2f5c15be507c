using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GpuCluster.Chaos.Kills;

/// <summary>A folder of its own for a command: what it writes, its cache and its temporary files.</summary>
internal sealed class Workplace : IDisposable
{
    private static readonly string[] OfRuntime = ["clr-debug-pipe-", "dotnet-diagnostic-"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-kills-");

    public Workplace()
    {
        foreach (string name in new[] { "out", "cache", "temporary" })
            _folder.CreateSubdirectory(name);
    }

    /// <summary>Every file and folder in it, sorted, without the sockets of the runtime itself, which it leaves when it is killed.</summary>
    public IReadOnlyList<string> Entries =>
        [
            .. _folder
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Where(entry => !OfRuntime.Any(start => entry.Name.StartsWith(start, StringComparison.Ordinal)))
                .Select(entry => Path.GetRelativePath(_folder.FullName, entry.FullName))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The content of an output; null if it is absent.</summary>
    public byte[]? Output(string name) => Path.Combine(_folder.FullName, "out", name) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    /// <summary>Starts a command.</summary>
    public Process Start(KilledCommand command)
    {
        string[] line = command.IsProgram
            ? [Dotnet(), Path.Combine(AppContext.BaseDirectory, "gpucluster.dll"), .. command.Arguments, "--device", "host"]
            : command.Arguments;
        ProcessStartInfo start = new(line[0], line[1..])
        {
            WorkingDirectory = Path.Combine(_folder.FullName, "out"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(_folder.FullName, "cache");
        start.Environment["TMPDIR"] = Path.Combine(_folder.FullName, "temporary");
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for a command to end.</summary>
    /// <returns>What it wrote to standard error.</returns>
    public static string Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        output.GetAwaiter().GetResult();
        process.WaitForExit();
        return error;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Dotnet() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
