using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Trees;

/// <summary>The images below a folder, in an archive, or in the archives of a folder (shards), and the other files beside them.</summary>
internal sealed class ImageTree
{
    private readonly bool _isArchive;
    private readonly bool _isShards;

    private ImageTree(string root, SourceFiles sources, bool isArchive = false, bool isShards = false)
    {
        Root = root;
        Sources = sources;
        _isArchive = isArchive;
        _isShards = isShards;
    }

    /// <summary>The folder or archive.</summary>
    public string Root { get; }

    /// <summary>The images, relative to the root, in ordinal order, so that the same data gives the same rows everywhere.</summary>
    public IReadOnlyList<string> Images { get; private init; } = [];

    /// <summary>All other files, in the same way.</summary>
    public IReadOnlyList<string> Others { get; private init; } = [];

    /// <summary>Archives and folders that could not be read completely, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Opens the files.</summary>
    public SourceFiles Sources { get; }

    /// <summary>Whether every file lies on disk for itself.</summary>
    public bool IsFolder => !_isArchive && !_isShards;

    /// <summary>Finds the images of a folder or an archive.</summary>
    /// <exception cref="UnusableInputException">It may not be read, or is damaged.</exception>
    public static ImageTree Of(string path, CancellationToken cancellation)
    {
        SourceFiles sources = new();
        return Directory.Exists(path) ? OfFolder(path, sources, cancellation) : OfArchive(path, sources, cancellation);
    }

    /// <summary>The address of a file of the tree.</summary>
    public string AddressOf(string name) => _isArchive ? SourceAddress.OfEntry(Root, name) : Path.Combine(Root, name);

    /// <summary>A file's path without the archive that it lies in.</summary>
    public string InnerOf(string name) => _isShards ? name[(name.IndexOf('!', StringComparison.Ordinal) + 1)..] : name;

    /// <summary>Opens a file of the tree.</summary>
    /// <exception cref="UnusableInputException">It may not be read, or is damaged.</exception>
    public Stream Open(string name) => Sources.Open(AddressOf(name));

    private static ImageTree OfFolder(string folder, SourceFiles sources, CancellationToken cancellation)
    {
        ImageFiles files = ImageFiles.Find(folder, cancellation);
        string[] shards = files.Paths.Count > 0 ? [] : [.. files.Others.Where(Archives.IsNamed)];
        if (shards.Length > 0)
            return OfShards(folder, shards, [.. files.Others.Except(shards, StringComparer.Ordinal)], sources, cancellation);
        return new ImageTree(folder, sources)
        {
            Images = files.Paths,
            Others = files.Others,
            Warnings =
                files.ClosedFolders.Count == 0
                    ? []
                    :
                    [
                        $"{folder}: {files.ClosedFolders.Count} folders may not be read and are left out: "
                            + $"{Listing.Of(files.ClosedFolders)}",
                    ],
        };
    }

    private static ImageTree OfArchive(string path, SourceFiles sources, CancellationToken cancellation)
    {
        IArchive archive = sources.Archive(path, cancellation);
        ILookup<bool, string> files = FilesOf(archive).ToLookup(ImageFiles.IsImage);
        return new ImageTree(path, sources, isArchive: true)
        {
            Images = [.. files[true]],
            Others = [.. files[false]],
            Warnings = [.. WarningsOf(path, archive)],
        };
    }

    private static ImageTree OfShards(
        string folder,
        IReadOnlyList<string> shards,
        IReadOnlyList<string> beside,
        SourceFiles sources,
        CancellationToken cancellation
    )
    {
        List<string> images = [];
        List<string> others = [.. beside];
        List<string> warnings = [];
        foreach (string shard in shards)
        {
            cancellation.ThrowIfCancellationRequested();
            string path = Path.Combine(folder, shard);
            try
            {
                IArchive archive = sources.Archive(path, cancellation);
                foreach (string name in FilesOf(archive))
                    (ImageFiles.IsImage(name) ? images : others).Add(SourceAddress.OfEntry(shard, name));
                warnings.AddRange(WarningsOf(path, archive));
            }
            catch (UnusableInputException e)
            {
                warnings.Add($"{e.Message}; the other archives are used");
            }
        }

        return new ImageTree(folder, sources, isShards: true)
        {
            Images = images,
            Others = others,
            Warnings = warnings,
        };
    }

    private static IEnumerable<string> FilesOf(IArchive archive) => archive.Names.Where(name => !name.Split('/').Any(ImageFiles.IsLeftOut));

    private static IEnumerable<string> WarningsOf(string path, IArchive archive)
    {
        if (archive.Damage is { } damage)
            yield return $"{path}: {damage}; the {archive.Names.Count} files before that are used";
        if (archive.Refused.Count > 0)
        {
            string listed = Listing.Of([.. archive.Refused.Select(entry => $"{entry.Name} ({entry.Reason})")]);
            yield return $"{path}: {archive.Refused.Count} entries are left out: {listed}";
        }
    }
}
