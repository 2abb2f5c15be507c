using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Shares;

/// <summary>The folder that a shared page goes into. Only a folder that is new, empty, or holds such a page is written to.</summary>
internal static class ShareFolder
{
    /// <summary>The page's name.</summary>
    public const string Page = "index.html";

    /// <summary>Stands near the start of every page, so that a later run knows its own.</summary>
    public const string Mark = "<meta name=\"generator\" content=\"GpuCluster share\">";

    /// <summary>Characters of a page that the mark is searched in.</summary>
    private const int MarkWithin = 1024;

    /// <summary>Makes the folder, or refuses one that holds other files.</summary>
    /// <param name="folder">As the user named it.</param>
    /// <returns>Where the page goes.</returns>
    /// <exception cref="UnusableInputException">A file, a folder of other files, or a place that cannot be written to.</exception>
    public static string Prepare(string folder)
    {
        AtomicFile.MakeFolder(folder);
        Unfinished.Sweep(folder);
        string page = Path.Combine(folder, Page);
        if (Directory.EnumerateFileSystemEntries(folder).Any() && !IsOurs(page))
        {
            throw new UnusableInputException(
                $"{folder}: holds other files and no page of this program, so nothing was written; give a new or an empty folder"
            );
        }

        AtomicFile.Probe(page);
        return page;
    }

    private static bool IsOurs(string page)
    {
        if (!AtomicFile.IsRegular(page))
            return false;
        try
        {
            using StreamReader reader = File.OpenText(page);
            char[] start = new char[MarkWithin];
            int read = reader.ReadBlock(start);
            return start.AsSpan(0, read).Contains(Mark, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not replaced.
            return false;
        }
    }
}
