using System.Globalization;

namespace GpuCluster.App.Diagnosis;

/// <summary>Looks at the memory that a run may take.</summary>
internal static class MemoryCheck
{
    private const string MemoryFile = "/proc/meminfo";

    /// <summary>What a small layout with its window needs.</summary>
    private const long MinFreeBytes = 1L << 30;

    /// <summary>Checks what is free of what this process may have: a container's share, or all.</summary>
    public static MachineCheck Run()
    {
        long all = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long free = Math.Min(all, AvailableBytes() ?? all);
        string found = string.Create(CultureInfo.InvariantCulture, $"{all / 1e9:0.0} GB, {free / 1e9:0.0} GB of it free");
        return free >= MinFreeBytes
            ? new MachineCheck("memory", CheckState.Ok, found)
            : new MachineCheck("memory", CheckState.Missing, found, "close other programs, or take fewer samples by --limit");
    }

    /// <summary>What Linux could give without swapping; null elsewhere.</summary>
    private static long? AvailableBytes()
    {
        string? line = File.Exists(MemoryFile)
            ? File.ReadLines(MemoryFile).FirstOrDefault(each => each.StartsWith("MemAvailable:", StringComparison.Ordinal))
            : null;
        string[] parts = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return parts.Length > 1 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes * 1024 : null;
    }
}
