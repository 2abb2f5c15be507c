using System.IO.Enumeration;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Trees;

/// <summary>The image files under a folder.</summary>
/// <param name="Paths">Relative to the folder, in ordinal order, so that the same folder gives the same rows everywhere.</param>
/// <param name="Others">All other files, relative and in the same order.</param>
/// <param name="ClosedFolders">Folders that cannot be read, relative as well.</param>
internal sealed record ImageFiles(IReadOnlyList<string> Paths, IReadOnlyList<string> Others, IReadOnlyList<string> ClosedFolders)
{
    /// <summary>Folders that systems make beside photos, with copies of them: Synology, QNAP, macOS in a zip, Windows.</summary>
    private static readonly string[] LeftOut = ["@eaDir", "#recycle", "@Recycle", "__MACOSX", "$RECYCLE.BIN"];

    /// <summary>A file of such a name was meant as an image: if it is none, it is named as damaged.</summary>
    private static readonly string[] Extensions =
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".bmp",
        ".gif",
        ".tga",
        ".webp",
        ".tif",
        ".tiff",
        ".heic",
        ".heif",
        ".avif",
        ".jp2",
        ".j2k",
    ];

    /// <summary>Names of files beside images in large numbers, which are no images: they are not opened to find out.</summary>
    private static readonly string[] OtherExtensions =
    [
        ".txt",
        ".json",
        ".jsonl",
        ".xml",
        ".csv",
        ".tsv",
        ".yaml",
        ".yml",
        ".md",
        ".html",
        ".cls",
        ".npy",
        ".npz",
        ".parquet",
        ".zip",
        ".tar",
        ".gz",
        ".tgz",
        ".mp4",
        ".mov",
    ];

    /// <summary>
    /// Searches a folder recursively. Links are followed, each folder once, so that a loop of links ends; hidden names and
    /// <see cref="LeftOut"/> are skipped.
    /// </summary>
    /// <exception cref="UnusableInputException">The folder itself may not be read.</exception>
    public static ImageFiles Find(string folder, CancellationToken cancellation)
    {
        List<string> paths = [];
        List<string> others = [];
        List<string> closed = [];
        HashSet<string> seen = new(StringComparer.Ordinal) { RealPath.Of(folder) };
        Stack<string> toDo = new([""]);
        while (toDo.TryPop(out string? inner))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                (string Name, bool IsFolder)[] entries =
                [
                    .. new FileSystemEnumerable<(string, bool)>(
                        Path.GetFullPath(Path.Combine(folder, inner)),
                        (ref entry) => (entry.FileName.ToString(), entry.IsDirectory),
                        new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None }
                    ).Where(entry => !IsLeftOut(entry.Item1)),
                ];
                foreach ((string name, _) in entries.Where(entry => !entry.IsFolder))
                    (IsImage(name) ? paths : others).Add(Path.Combine(inner, name));

                // Folders before links to them, so that the result does not depend on the file system's order.
                foreach (
                    DirectoryInfo entry in entries
                        .Where(entry => entry.IsFolder)
                        .Select(entry => new DirectoryInfo(Path.Combine(folder, inner, entry.Name)))
                        .OrderBy(entry => entry.LinkTarget is not null)
                        .ThenBy(entry => entry.Name, StringComparer.Ordinal)
                )
                {
                    if (seen.Add(RealPath.Of(entry.FullName)))
                        toDo.Push(Path.Combine(inner, entry.Name));
                }
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                if (inner.Length == 0)
                    throw new UnusableInputException($"{folder}: cannot be read ({e.Message}); check its permissions", e);
                closed.Add(inner);
            }
        }

        paths.Sort(StringComparer.Ordinal);
        others.Sort(StringComparer.Ordinal);
        closed.Sort(StringComparer.Ordinal);
        return new ImageFiles(paths, others, closed);
    }

    /// <summary>Whether a file is an image by its name.</summary>
    public static bool IsImage(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file or folder is left out: hidden, or made by a system.</summary>
    public static bool IsLeftOut(string name) => name.StartsWith('.') || LeftOut.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file may be an image under any name, so that its first bytes decide.</summary>
    public static bool MayBeImage(string name) => !OtherExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
