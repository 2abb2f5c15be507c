namespace GpuCluster.Core.Devices;

/// <summary>Programs of the system.</summary>
public static class SystemProgram
{
    /// <summary>
    /// Where a program lies that is called by its name alone. Process.Start looks beside .NET's host and in the current folder first, which
    /// may hold anybody's files.
    /// </summary>
    /// <param name="name">For example "ffmpeg", on Windows too, where its file ends with .exe.</param>
    /// <returns>The first file of that name in the folders of PATH; null if there is none.</returns>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);
}
