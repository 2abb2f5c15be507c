using System.Globalization;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Diagnosis;

/// <summary>Looks at a folder that the program writes to: may it, and is there room.</summary>
internal static class FolderCheck
{
    /// <summary>Room for a film or some thousand thumbnails.</summary>
    private const long MinFreeBytes = 1L << 30;

    /// <summary>Checks a folder; one that is not there yet counts as the nearest one above it.</summary>
    /// <param name="name">The check's name.</param>
    /// <param name="folder">Its path.</param>
    /// <param name="remedy">What to do where it cannot be written to or is full.</param>
    public static MachineCheck Run(string name, string folder, string remedy)
    {
        string there = Path.GetFullPath(folder);
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
            there = above;

        try
        {
            string trial = Path.Combine(there, Unfinished.NewName(""));
            using (new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }

            long free = new DriveInfo(there).AvailableFreeSpace;
            string found = string.Create(CultureInfo.InvariantCulture, $"{folder}, {free / 1e9:0.0} GB free");
            return free >= MinFreeBytes
                ? new MachineCheck(name, CheckState.Ok, found)
                : new MachineCheck(name, CheckState.Missing, found, "free 1 GB, or " + remedy);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new MachineCheck(name, CheckState.Broken, $"{folder} cannot be written to", remedy);
        }
    }
}
