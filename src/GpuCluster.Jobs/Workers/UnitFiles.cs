using System.Globalization;

namespace GpuCluster.Jobs.Workers;

/// <summary>Folders with a file for a unit, named by its number.</summary>
internal static class UnitFiles
{
    /// <summary>The units that have a file; none where there is no such folder, or it cannot be read.</summary>
    public static HashSet<int> In(string folder)
    {
        HashSet<int> units = [];
        try
        {
            if (!Directory.Exists(folder))
                return units;
            foreach (string path in Directory.EnumerateFiles(folder))
            {
                if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int unit))
                    units.Add(unit);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read says nothing.
        }

        return units;
    }
}
