using GpuCluster.Core.Errors;

namespace GpuCluster.App.CommandLine;

/// <summary>Files that come with the program.</summary>
internal static class BundledAssets
{
    /// <summary>The folder of the bundled digits, found upwards from the program.</summary>
    /// <exception cref="MachineFaultException">The program was moved away from its assets.</exception>
    public static string Digits() =>
        TryFind("assets", "mnist")
        ?? throw new MachineFaultException(
            $"the bundled digits (assets/mnist) are not above {AppContext.BaseDirectory}: run ./gpucluster from the cloned repository"
        );

    /// <summary>A folder of the project, found upwards from the program; null where there is none.</summary>
    /// <param name="room">A folder at the project's root.</param>
    /// <param name="name">A folder in it.</param>
    public static string? TryFind(string room, string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string found = Path.Combine(folder.FullName, room, name);
            if (Directory.Exists(found))
                return found;
        }

        return null;
    }
}
