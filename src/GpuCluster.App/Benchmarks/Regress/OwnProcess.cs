using System.Diagnostics;
using System.Reflection;

namespace GpuCluster.App.Benchmarks.Regress;

/// <summary>Runs this program as a process of its own.</summary>
internal static class OwnProcess
{
    /// <summary>How often a wait looks whether it was cancelled, in milliseconds.</summary>
    private const int Patience = 100;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Seconds from its start to its end, or the last line of its messages where it failed.</returns>
    public static (double? Seconds, string Failure) Run(string[] arguments, CancellationToken cancellation)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] all = isHost ? [Assembly.GetEntryAssembly()!.Location, .. arguments] : arguments;
        ProcessStartInfo start = new(program, all)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None),
            messages = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (!process.WaitForExit(Patience))
                cancellation.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Task.WaitAll([output, messages], CancellationToken.None);
        return process.ExitCode == 0 ? (seconds, "") : (null, messages.Result.Trim().Split('\n')[^1]);
    }
}
