using System.IO.Compression;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Sources;

/// <summary>Archives that are read in place, by their first bytes: .zip, .tar, and .tar packed by gzip.</summary>
internal static class Archives
{
    private const int TarMagicAt = 257;
    private static readonly string[] PackedNames = [".tar.gz", ".tgz"];

    private static ReadOnlySpan<byte> TarMagic => "ustar"u8;

    /// <summary>Whether a file is an archive; by its name too, so that a damaged one is refused as what it was meant to be.</summary>
    public static bool Is(string path) => KindOf(path) != Kind.None;

    /// <summary>Whether a file is an archive by its name alone.</summary>
    public static bool IsNamed(string name) => NamedKind(name) != Kind.None;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="UnusableInputException">It is none, or damaged.</exception>
    public static IArchive Open(string path, CancellationToken cancellation) =>
        KindOf(path) switch
        {
            Kind.Zip => ZipSource.Open(path, cancellation),
            Kind.Tar => TarSource.Open(path, path, cancellation),
            Kind.PackedTar => TarSource.Open(UnpackedTar.Of(path, cancellation), path, cancellation),
            _ => throw new UnusableInputException($"{path}: no archive that is read in place; give a .zip, .tar or .tar.gz"),
        };

    private static Kind KindOf(string path)
    {
        Span<byte> start = stackalloc byte[TarMagicAt + TarMagic.Length];
        using FileStream file = InputFile.Open(path);
        start = start[..InputFile.ReadUpTo(file, start, path)];
        if (start.StartsWith(PackedFile.Magic))
            return NamedKind(path) == Kind.PackedTar || IsPackedTar(file) ? Kind.PackedTar : Kind.None;
        if (start.StartsWith(ZipSource.Magic))
            return Kind.Zip;
        return IsTar(start) ? Kind.Tar : NamedKind(path);
    }

    private static bool IsTar(ReadOnlySpan<byte> start) =>
        start.Length == TarMagicAt + TarMagic.Length && start[TarMagicAt..].SequenceEqual(TarMagic);

    private static bool IsPackedTar(FileStream file)
    {
        file.Position = 0;
        using GZipStream unpacked = new(file, CompressionMode.Decompress, leaveOpen: true);
        byte[] start = new byte[TarMagicAt + TarMagic.Length];
        try
        {
            return unpacked.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && IsTar(start);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static Kind NamedKind(string name) =>
        Array.Exists(PackedNames, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? Kind.PackedTar
        : name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? Kind.Tar
        : name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? Kind.Zip
        : Kind.None;

    private enum Kind
    {
        None,
        Zip,
        Tar,
        PackedTar,
    }
}
