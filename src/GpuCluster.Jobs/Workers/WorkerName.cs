using System.Globalization;

namespace GpuCluster.Jobs.Workers;

/// <summary>The name of a worker: its machine and its process, as "node7-1234".</summary>
/// <param name="Machine">The machine; of a name of another kind, all of it.</param>
/// <param name="Process">The number of the process; null in a name of another kind.</param>
public sealed record WorkerName(string Machine, int? Process)
{
    /// <summary>The name of this process.</summary>
    public static WorkerName Own => new(Environment.MachineName, Environment.ProcessId);

    /// <summary>Reads a name.</summary>
    public static WorkerName Parse(string name) =>
        name.LastIndexOf('-') is > 0 and int at
        && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            ? new WorkerName(name[..at], process)
            : new WorkerName(name, null);

    /// <inheritdoc/>
    public override string ToString() =>
        Process is { } process ? string.Create(CultureInfo.InvariantCulture, $"{Machine}-{process}") : Machine;
}
