using System.ComponentModel;
using System.Diagnostics;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;

namespace GpuCluster.Session.Files;

/// <summary>Opens files with the programs that the user's system has for them.</summary>
internal static class SystemViewer
{
    private static string Program => OperatingSystem.IsWindows() ? "explorer" : "xdg-open";

    /// <summary>Opens a file.</summary>
    /// <param name="path">A file, as tables name it.</param>
    /// <returns>What was opened.</returns>
    /// <exception cref="UnusableInputException">The file has vanished, or is part of another.</exception>
    /// <exception cref="MachineFaultException">There is no program that opens files.</exception>
    public static string Open(string path)
    {
        if (!File.Exists(path))
            throw Missing(path);
        Start(Path.GetFullPath(path));
        return path;
    }

    /// <summary>Shows the folder of a file; of a part of an archive, the archive's.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ShowFolder(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(File.Exists(path) ? path : FileOf(path) ?? path));
        if (!Directory.Exists(folder))
            throw Missing(path);
        Start(folder);
        return folder;
    }

    private static UnusableInputException Missing(string path) =>
        FileOf(path) is { } whole
            ? new UnusableInputException($"{path} is a part of {whole} and cannot be opened alone; show its folder")
            : new UnusableInputException($"{path} is no longer there");

    // ARCHIVE!ENTRY and IMAGE#xywh=BOX.
    private static string? FileOf(string path)
    {
        for (int cut = path.LastIndexOfAny(['!', '#']); cut > 0; cut = path.LastIndexOfAny(['!', '#'], cut - 1))
        {
            if (File.Exists(path[..cut]))
                return path[..cut];
        }

        return null;
    }

    private static void Start(string path)
    {
        string program =
            SystemProgram.Find(Program)
            ?? throw new MachineFaultException(
                $"{Program} is not on the path, which opens files" + (OperatingSystem.IsWindows() ? "" : "; install the package xdg-utils")
            );
        try
        {
            using Process? started = Process.Start(
                new ProcessStartInfo(program, [path])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            );
        }
        catch (Win32Exception exception)
        {
            throw new MachineFaultException($"{program} cannot be started: {exception.Message}", exception);
        }
    }
}
