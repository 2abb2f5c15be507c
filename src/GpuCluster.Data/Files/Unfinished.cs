using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using GpuCluster.Core.Devices;

namespace GpuCluster.Data.Files;

/// <summary>
/// Hidden names of files and folders that are not finished. They carry the program, the machine, the process and when that process started,
/// as a number of a process is used again: .gpucluster-MACHINE-PROCESS-START-RANDOM.npy. So the next run can tell what a killed process
/// left from what a running one writes, and removes it.
/// </summary>
public static partial class Unfinished
{
    private const int NoPermission = 1;

    /// <summary>Whether the process of another machine still runs cannot be seen. One that has not written for so long does not.</summary>
    private static readonly TimeSpan ForeignAge = TimeSpan.FromDays(1);

    private static readonly string Machine = MachineKey();
    private static readonly string Own = string.Create(
        CultureInfo.InvariantCulture,
        $".gpucluster-{Machine}-{Environment.ProcessId}-{StartOf(Environment.ProcessId) ?? 0}-"
    );

    /// <summary>A new name.</summary>
    /// <param name="extension">With the dot, or empty.</param>
    public static string NewName(string extension) => Own + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal) + extension;

    /// <summary>Removes from a folder what killed runs left there. What cannot be removed stays.</summary>
    /// <param name="folder">The folder; what lies in its sub-folders stays.</param>
    public static void Sweep(string folder)
    {
        try
        {
            foreach (
                FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos(
                    ".gpucluster-*",
                    new EnumerationOptions { AttributesToSkip = FileAttributes.None }
                )
            )
            {
                if (IsLeft(entry))
                    Remove(entry);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is not there or not readable: writing to it gives the error.
        }
    }

    /// <summary>The same in a folder and in those that lie directly in it.</summary>
    /// <param name="folder">The folder.</param>
    public static void SweepAll(string folder)
    {
        Sweep(folder);
        try
        {
            foreach (string inner in Directory.EnumerateDirectories(folder))
                Sweep(inner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }

    private static bool IsLeft(FileSystemInfo entry)
    {
        if (Pattern().Match(entry.Name) is not { Success: true } name)
            return false;
        if (name.Groups["machine"].Value != Machine)
            return TimeProvider.System.GetUtcNow() - new DateTimeOffset(entry.LastWriteTimeUtc) > ForeignAge;
        return int.TryParse(name.Groups["process"].Value, CultureInfo.InvariantCulture, out int process)
            && long.TryParse(name.Groups["start"].Value, CultureInfo.InvariantCulture, out long start)
            && (StartOf(process) is { } running ? running != start : !Exists(process));
    }

    private static void Remove(FileSystemInfo entry)
    {
        try
        {
            // A link to a folder is removed as a link.
            if (entry is DirectoryInfo { LinkTarget: null } folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another run removes it at the same time, or another user owns it.
        }
    }

    // Ticks between the machine's start and the process's: the 22nd field, counted after the name in brackets, which may hold anything.
    private static long? StartOf(int process)
    {
        if (!OperatingSystem.IsLinux())
            return RunningProcess.StartOf(process);
        try
        {
            string line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            bool hasEnded = fields[0] is "Z" or "X";
            return hasEnded ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    // Where other users' processes are hidden in /proc, a signal still reaches or is refused.
    private static bool Exists(int process) =>
        OperatingSystem.IsLinux() ? kill(process, 0) != 0 && Marshal.GetLastPInvokeError() == NoPermission : RunningProcess.Exists(process);

    // This start of this machine, and its own numbering of processes where it is a container. Elsewhere than on Linux the machine: when a
    // process started sets it apart from those before.
    private static string MachineKey()
    {
        Crc32 crc = default;
        if (!OperatingSystem.IsLinux())
        {
            crc.Append(Encoding.UTF8.GetBytes(Environment.MachineName));
            return crc.Value.ToString("x8", CultureInfo.InvariantCulture);
        }

        try
        {
            crc.Append(Encoding.UTF8.GetBytes(File.ReadAllText("/proc/sys/kernel/random/boot_id")));
            crc.Append(Encoding.UTF8.GetBytes(new FileInfo("/proc/self/ns/pid").LinkTarget ?? ""));
            return crc.Value.ToString("x8", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A machine that does not say: its numbers of processes are taken for one numbering.
            return "ffffffff";
        }
    }

    [GeneratedRegex(
        @"^\.gpucluster-(?<machine>[0-9a-f]{8})-(?<process>[0-9]{1,10})-(?<start>[0-9]{1,19})-[a-z0-9]{11}(\.[^/]*)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Pattern();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
