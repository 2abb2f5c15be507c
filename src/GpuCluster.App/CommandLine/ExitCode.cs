namespace GpuCluster.App.CommandLine;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>The work was done.</summary>
    public const int Done = 0;

    /// <summary>The machine, or the program, failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use, or input that cannot be used.</summary>
    public const int Unusable = 2;

    /// <summary>Interrupted by the user.</summary>
    public const int Interrupted = 130;
}
