using System.Globalization;

namespace GpuCluster.Chaos.Interrupts;

/// <summary>What this process does with signals, and what it starts inherits.</summary>
internal static class SignalState
{
    private const string Ignored = "SigIgn:";
    private const int Interrupt = 2;

    /// <summary>Whether SIGINT is ignored.</summary>
    public static bool IsInterruptIgnored() => OperatingSystem.IsLinux() && IsInterruptIgnored(File.ReadLines("/proc/self/status"));

    /// <summary>The same of the lines of such a file.</summary>
    internal static bool IsInterruptIgnored(IEnumerable<string> status)
    {
        string? line = status.FirstOrDefault(each => each.StartsWith(Ignored, StringComparison.Ordinal));
        return line is not null
            && (ulong.Parse(line[Ignored.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (Interrupt - 1) & 1)
                != 0;
    }
}
