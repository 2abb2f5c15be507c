using GpuCluster.Core.Errors;

namespace GpuCluster.App.Commands;

/// <summary>Files that come with the program.</summary>
internal static class BundledAssets
{
    /// <summary>The folder of the bundled digits, found upwards from the program.</summary>
    /// <exception cref="MachineFaultException">The program was moved away from its assets.</exception>
    public static string Digits()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string digits = Path.Combine(folder.FullName, "assets", "mnist");
            if (Directory.Exists(digits))
            {
                return digits;
            }
        }

        throw new MachineFaultException($"the bundled digits (assets/mnist) are not above {AppContext.BaseDirectory}: run ./gpucluster from the cloned repository");
    }
}
