using System.Formats.Tar;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Sources;

/// <summary>
/// A .tar that is read in place: its headers once, then each file where it lies. What comes before damage or an early end is used.
/// </summary>
internal sealed class TarSource : IArchive
{
    /// <summary>The time allowed for the headers of a small archive.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly Dictionary<string, (long At, long Bytes)> _places = new(StringComparer.Ordinal);
    private readonly ArchiveNames _names = new();

    private TarSource(string path) => _path = path;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<RefusedEntry> Refused => _names.Refused;

    /// <inheritdoc/>
    public string? Damage { get; private set; }

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The archive, not packed.</param>
    /// <param name="shown">What messages call it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="UnusableInputException">It is none, or damaged before its first file.</exception>
    public static TarSource Open(string path, string shown, CancellationToken cancellation)
    {
        TarSource source = new(path);
        using FileStream file = InputFile.Open(path);
        using TarHeaders headers = new(file);
        try
        {
            source.Damage = LibraryCall.Run(file.Length, Allowed, () => source.ReadHeaders(headers, cancellation), cancellation);
        }
        catch (TimeoutException e)
        {
            throw new UnusableInputException($"{shown}: {e.Message}", e);
        }

        source.Names = source._names.Sorted();
        if (source.Names.Count == 0 && source.Damage is { } damage)
            throw new UnusableInputException($"{shown}: {damage}, and holds no whole file; fetch or pack it again");
        return source;
    }

    /// <inheritdoc/>
    public long LengthOf(string name) => _places.TryGetValue(name, out (long At, long Bytes) place) ? place.Bytes : -1;

    /// <inheritdoc/>
    public byte[] Read(string name, int max = int.MaxValue)
    {
        if (!_places.TryGetValue(name, out (long At, long Bytes) place))
            throw new FileNotFoundException("no such entry");
        using FileStream file = InputFile.Open(_path);
        file.Position = place.At;
        byte[] bytes = new byte[Math.Min(place.Bytes, max)];
        file.ReadExactly(bytes);
        return bytes;
    }

    // Returns the damage after which nothing more can be read, or null.
    private string? ReadHeaders(TarHeaders headers, CancellationToken cancellation)
    {
        try
        {
            using TarReader reader = new(headers, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                if (EndsEarly(entry, headers.Length) is { } damage)
                    return damage;
                Add(entry);
            }

            return headers.HasEnded ? null : "ends early, without the mark of its end";
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or ArgumentException or OverflowException)
        {
            return $"damaged ({e.Message.ReplaceLineEndings(" ")})";
        }
    }

    private static string? EndsEarly(TarEntry entry, long length) =>
        IsFile(entry) && entry.Length > length - entry.DataOffset
            ? $"ends early: {entry.Name} claims {entry.Length} bytes, and {Math.Max(0, length - entry.DataOffset)} follow"
            : null;

    private static bool IsFile(TarEntry entry) =>
        entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;

    private void Add(TarEntry entry)
    {
        if (IsFile(entry))
        {
            if (_names.TryAdd(entry.Name, out string name))
                _places.Add(name, (entry.DataOffset, entry.Length));
        }
        else if (entry.EntryType == TarEntryType.HardLink && _places.TryGetValue(ArchiveNames.Plain(entry.LinkName), out (long, long) same))
        {
            // The second name of a file is stored without its contents.
            if (_names.TryAdd(entry.Name, out string name))
                _places.Add(name, same);
        }
        else if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.DirectoryList or TarEntryType.GlobalExtendedAttributes))
        {
            _names.Refuse(entry.Name, "no regular file");
        }
    }
}
