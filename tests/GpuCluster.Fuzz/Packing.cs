using System.IO.Compression;

namespace GpuCluster.Fuzz;

/// <summary>A zip or gzip file taken apart, to be packed again with one part changed.</summary>
internal sealed class Packing
{
    private readonly string[]? _names;

    private Packing(string[]? names, byte[][] members) => (_names, Members) = (names, members);

    /// <summary>What the file holds, unpacked.</summary>
    public IReadOnlyList<byte[]> Members { get; }

    /// <summary>Null if the bytes are no sound zip or gzip file.</summary>
    public static Packing? TryOpen(byte[] bytes)
    {
        try
        {
            if (bytes.AsSpan().StartsWith("PK\x03\x04"u8))
                return OfZip(bytes);
            return bytes.Length > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B ? OfGzip(bytes) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The file with one member replaced.</summary>
    public byte[] With(int member, byte[] content)
    {
        MemoryStream packed = new();
        if (_names is null)
        {
            using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(content);
            return packed.ToArray();
        }

        using (ZipArchive zip = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < _names.Length; i++)
            {
                ZipArchiveEntry entry = zip.CreateEntry(_names[i], CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream stream = entry.Open();
                stream.Write(i == member ? content : Members[i]);
            }
        }

        return packed.ToArray();
    }

    private static Packing OfZip(byte[] bytes)
    {
        using ZipArchive zip = new(new MemoryStream(bytes), ZipArchiveMode.Read);
        List<byte[]> members = [];
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using Stream stream = entry.Open();
            members.Add(Whole(stream));
        }

        // A changed archive may hold an entry without a name, which none may be written under.
        return new Packing([.. zip.Entries.Select(entry => entry.FullName.Length > 0 ? entry.FullName : "-")], [.. members]);
    }

    private static Packing OfGzip(byte[] bytes)
    {
        using GZipStream gzip = new(new MemoryStream(bytes), CompressionMode.Decompress);
        return new Packing(null, [Whole(gzip)]);
    }

    private static byte[] Whole(Stream stream)
    {
        const int Max = 1 << 18;
        byte[] bytes = new byte[Max];
        return bytes[..stream.ReadAtLeast(bytes, Max, throwOnEndOfStream: false)];
    }
}
