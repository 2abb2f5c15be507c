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

    /// <summary>Every file and folder in it, sorted, without the sockets that the runtime itself leaves when it is killed.</summary>
    public IReadOnlyList<string> Entries =>
        [
            .. _folder
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Where(entry => !OfRuntime.Any(start => entry.Name.StartsWith(start, StringComparison.Ordinal)))
                .Select(entry => Path.GetRelativePath(_folder.FullName, entry.FullName))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The content of an output; null if it is absent.</summary>
    public byte[]? Output(string name) => File.Exists(At("out", name)) ? File.ReadAllBytes(At("out", name)) : null;

    /// <summary>The path of a file or folder in it.</summary>
    public string At(params string[] names) => Path.Combine([_folder.FullName, .. names]);

    /// <summary>Makes its folders usable again, whatever was done to them.</summary>
    public void Reopen()
    {
        foreach (string name in new[] { "out", "cache", "temporary" })
        {
            Directory.CreateDirectory(At(name));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Starts a command.</summary>
    public Process Start(KilledCommand command) => Start(command, new Dictionary<string, string>(), []);

    /// <summary>Starts a command in a shell that first does something, such as setting a limit.</summary>
    /// <param name="command">The command.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="before">Lines of the shell; none: no shell.</param>
    public Process Start(KilledCommand command, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> before)
    {
        string[] line = command.IsProgram
            ? [Dotnet(), Path.Combine(AppContext.BaseDirectory, "gpucluster.dll"), .. command.Arguments, "--device", "host"]
            : command.Arguments;
        if (before.Count > 0)
            line = ["sh", "-c", $"{string.Join("; ", before)}; exec \"$@\"", "sh", .. line];
        ProcessStartInfo start = new(line[0], line[1..])
        {
            WorkingDirectory = At("out"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["XDG_CACHE_HOME"] = At("cache");
        start.Environment["TMPDIR"] = At("temporary");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Whether a command reports a fault of its own.</summary>
    public static bool TellsOfFault(string error) =>
        error.Contains("fault of the program", StringComparison.Ordinal)
        || error.Contains("Unhandled exception", StringComparison.Ordinal)
        || error.Contains("\n   at ", StringComparison.Ordinal);

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

    public void Dispose()
    {
        Reopen();
        _folder.Delete(recursive: true);
    }

    /// <summary>The host of this very runtime, whatever PATH says.</summary>
    public static string Dotnet() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
