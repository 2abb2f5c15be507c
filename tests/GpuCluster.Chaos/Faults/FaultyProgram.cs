using GpuCluster.App;

namespace GpuCluster.Chaos.Faults;

/// <summary>The program itself, in a process with a thread that fails at a chosen moment.</summary>
internal static class FaultyProgram
{
    /// <summary>What the thread throws.</summary>
    public const string Message = "planted";

    /// <summary>Runs a command line.</summary>
    /// <param name="trigger">The thread throws as soon as this file is there.</param>
    /// <param name="args">The command line.</param>
    /// <returns>Its exit code.</returns>
    public static Task<int> RunAsync(string trigger, string[] args)
    {
        Thread thread = new(() =>
        {
            while (!File.Exists(trigger))
                Thread.Sleep(20);
            throw new InvalidOperationException(Message);
        })
        {
            Name = Message,
            IsBackground = true,
        };
        thread.Start();
        return GpuClusterCommand.RunAsync(args);
    }
}
