using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images.Formats;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Trees;

/// <summary>The images below a folder, in an archive, or in the archives of a folder (shards), and the other files beside them.</summary>
internal sealed class ImageTree
{
    private const int MaxKinds = 6;

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

    /// <summary>The files that are not used, counted by kind, in a sentence; null where all are.</summary>
    /// <param name="used">Files beside images that were read.</param>
    public string? LeftOut(IReadOnlySet<string> used)
    {
        string[] kinds =
        [
            .. Others
                .Where(other => !used.Contains(other))
                .GroupBy(other => Path.GetExtension(other).ToLowerInvariant(), StringComparer.Ordinal)
                .OrderByDescending(kind => kind.Count())
                .ThenBy(kind => kind.Key, StringComparer.Ordinal)
                .Select(kind => $"{kind.Count()} {(kind.Key.Length == 0 ? "without an extension" : kind.Key)}"),
        ];
        string rest = kinds.Length > MaxKinds ? ", …" : "";
        string shown = string.Join(", ", kinds.Take(MaxKinds)) + rest;
        return kinds.Length == 0 ? null : $"{Root}: files that are no images are left out: {shown}";
    }

    private static ImageTree OfFolder(string folder, SourceFiles sources, CancellationToken cancellation)
    {
        ImageFiles files = ImageFiles.Find(folder, cancellation);
        string[] shards = files.Paths.Count > 0 ? [] : [.. files.Others.Where(Archives.IsNamed)];
        if (shards.Length > 0)
            return OfShards(folder, shards, [.. files.Others.Except(shards, StringComparer.Ordinal)], sources, cancellation);
        ImageTree tree = new(folder, sources);
        (string[] images, string[] others) = tree.ByContent(files.Paths, files.Others, cancellation);
        return new ImageTree(folder, sources)
        {
            Images = images,
            Others = others,
            Warnings =
                files.ClosedFolders.Count == 0
                    ? []
                    :
                    [
                        $"{folder}: {Counted.Of(files.ClosedFolders.Count, "folder")} cannot be read, and what is in them is left out: "
                            + Listing.Of([.. files.ClosedFolders.Select(WithReason)]),
                    ],
        };
    }

    private static string WithReason(string closed) => $"{closed} ({NodeKinds.WhyUnreadable(closed) ?? "check its permissions"})";

    private static ImageTree OfArchive(string path, SourceFiles sources, CancellationToken cancellation)
    {
        IArchive archive = sources.Archive(path, cancellation);
        ILookup<bool, string> files = FilesOf(archive).ToLookup(ImageFiles.IsImage);
        ImageTree tree = new(path, sources, isArchive: true);
        (string[] images, string[] others) = tree.ByContent(files[true], files[false], cancellation);
        return new ImageTree(path, sources, isArchive: true)
        {
            Images = images,
            Others = others,
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

        ImageTree tree = new(folder, sources, isShards: true);
        (string[] all, string[] rest) = tree.ByContent(images, others, cancellation);
        return new ImageTree(folder, sources, isShards: true)
        {
            Images = all,
            Others = rest,
            Warnings = warnings,
        };
    }

    // Images under other names are images too.
    private (string[] Images, string[] Others) ByContent(
        IEnumerable<string> images,
        IEnumerable<string> others,
        CancellationToken cancellation
    )
    {
        ILookup<bool, string> found = others.ToLookup(other =>
        {
            cancellation.ThrowIfCancellationRequested();
            return ImageFiles.MayBeImage(other) && IsImage(other);
        });
        string[] all = [.. images, .. found[true]];
        Array.Sort(all, StringComparer.Ordinal);
        return (all, [.. found[false]]);
    }

    private bool IsImage(string name)
    {
        try
        {
            return ImageSignature.Of(Sources.Start(AddressOf(name), ImageSignature.Bytes), name) != ImageFormat.None;
        }
        catch (UnusableInputException)
        {
            // It cannot be read, so that it is none.
            return false;
        }
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
