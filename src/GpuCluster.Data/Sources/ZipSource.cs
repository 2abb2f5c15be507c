using System.Collections.Concurrent;
using System.IO.Compression;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Sources;

/// <summary>A .zip that is read in place. Each thread that reads has the archive open for itself, as .NET's reader serves one.</summary>
internal sealed class ZipSource : IArchive
{
    /// <summary>The time allowed for the directory of a small archive.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly ConcurrentBag<ZipArchive> _idle = [];
    private readonly Dictionary<string, (int Index, long Bytes)> _places = new(StringComparer.Ordinal);

    private ZipSource(string path, CancellationToken cancellation)
    {
        _path = path;
        using FileStream file = InputFile.Open(path);
        ZipArchive zip = LibraryCall.Run(file.Length, Allowed, OpenAgain, cancellation);
        UnpackLimit.Check(path, file.Length, zip, "unpack it, and give the folder");
        ArchiveNames names = new();
        foreach ((int index, ZipArchiveEntry entry) in zip.Entries.Index())
        {
            if (!entry.FullName.EndsWith('/') && !entry.FullName.EndsWith('\\') && names.TryAdd(entry.FullName, out string name))
                _places.Add(name, (index, entry.Length));
        }

        Names = names.Sorted();
        Refused = names.Refused;
        _idle.Add(zip);
    }

    /// <summary>The first four bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "PK\x03\x04"u8;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public IReadOnlyList<RefusedEntry> Refused { get; }

    /// <inheritdoc/>
    public string? Damage => null;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="UnusableInputException">It is damaged, or would unpack to too much.</exception>
    public static ZipSource Open(string path, CancellationToken cancellation)
    {
        try
        {
            return new ZipSource(path, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or TimeoutException or IOException)
        {
            throw new UnusableInputException($"{path}: a damaged .zip ({e.Message}); fetch or pack it again", e);
        }
    }

    /// <inheritdoc/>
    public long LengthOf(string name) => _places.TryGetValue(name, out (int Index, long Bytes) place) ? place.Bytes : -1;

    /// <inheritdoc/>
    public byte[] Read(string name, int max = int.MaxValue)
    {
        if (!_places.TryGetValue(name, out (int Index, long Bytes) place))
            throw new FileNotFoundException("no such entry");
        ZipArchive zip = _idle.TryTake(out ZipArchive? idle) ? idle : OpenAgain();
        ZipArchiveEntry entry = zip.Entries[place.Index];
        if (entry.IsEncrypted)
            throw new InvalidDataException("encrypted");
        using Stream content = entry.Open();
        // What the entry claims is part of what the whole archive may unpack to.
        byte[] bytes = new byte[Math.Min(place.Bytes, max)];
        content.ReadExactly(bytes);
        if (bytes.Length == place.Bytes)
            CheckWhole(entry, content, bytes);
        _idle.Add(zip);
        return bytes;
    }

    private static void CheckWhole(ZipArchiveEntry entry, Stream content, byte[] bytes)
    {
        Crc32 sum = new();
        sum.Append(bytes);
        if (content.ReadByte() >= 0 || sum.Value != entry.Crc32)
            throw new InvalidDataException("damaged in the archive: its checksum is wrong");
    }

    // The reader that fails is left to the finalizer of its file, like those that are idle when the program ends.
    private ZipArchive OpenAgain() => new(InputFile.Open(_path), ZipArchiveMode.Read, leaveOpen: false);
}
