namespace GpuCluster.App.CommandLine;

/// <summary>
/// Large vectors are mapped and not copied. Another program that writes to their file changes values that were checked before, and then any
/// step may fail in any way. So an unexpected failure is laid to such a file where there is one.
/// </summary>
internal static class ChangedInput
{
    /// <summary>The first mapped .npy that was written to since this process began, or null.</summary>
    public static string? Find()
    {
        if (!OperatingSystem.IsLinux())
            return null;

        DateTimeOffset began = TimeProvider.System.GetUtcNow() - System.Diagnostics.Stopwatch.GetElapsedTime(ProcessStart.Timestamp());
        // A line: addresses, rights, offset, device, inode, and the path from the first slash on.
        return File.ReadLines("/proc/self/maps")
            .Where(line => line.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[line.IndexOf('/')..])
            .FirstOrDefault(path => File.Exists(path) && new DateTimeOffset(File.GetLastWriteTimeUtc(path)) > began);
    }
}
