using System.IO.Compression;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Vectors;

/// <summary>An array of a .npz.</summary>
/// <param name="entry">Its entry.</param>
/// <param name="header">What it holds.</param>
/// <param name="place">For messages.</param>
internal sealed class NpzMember(ZipArchiveEntry entry, NpyHeader header, string place)
    : NamedArray(NameOf(entry), place, header.Shape, header.Type, ElementType.OfNumpy(header.Type))
{
    private const string Extension = ".npy";

    /// <inheritdoc/>
    public override bool IsFortran => header.IsFortran;

    /// <inheritdoc/>
    public override bool IsReadable => NpyLabels.ElementBytes(header.Type) is not null;

    /// <inheritdoc/>
    public override string WhyNoSamples
    {
        get
        {
            if (Type is not null)
                return base.WhyNoSamples;
            (string words, string? expression) = NpyRefusal.Described(header.Type);
            return expression is null ? words : $"{words} ({expression} makes vectors of it)";
        }
    }

    /// <summary>Whether an entry of a zip is an array: by its name, or, as NumPy does it, by its first bytes.</summary>
    public static bool IsArray(ZipArchiveEntry entry)
    {
        if (HasExtension(entry))
            return true;
        if (entry.Length < NpyHeader.Magic.Length)
            return false;
        Span<byte> start = stackalloc byte[NpyHeader.Magic.Length];
        using Stream content = entry.Open();
        return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(NpyHeader.Magic);
    }

    /// <summary>Reads an array's header.</summary>
    public static NpzMember Of(ZipArchiveEntry entry, string path)
    {
        string place = $"{path}: {entry.FullName}";
        using Stream content = entry.Open();
        return new NpzMember(entry, NpyHeader.Read(content, place), place);
    }

    /// <inheritdoc/>
    public override Stream Open(CancellationToken cancellation)
    {
        Stream content = entry.Open();
        NpyHeader.Read(content, Place);
        if (NpyLabels.ElementBytes(header.Type) is { } elementBytes)
            header.CheckLength(entry.Length, elementBytes, Place);
        return content;
    }

    /// <inheritdoc/>
    public override SampleColumn Column(string heading, CancellationToken cancellation)
    {
        using Stream content = Open(cancellation);
        return NpyLabels.Column(heading, content, header, Place);
    }

    private static bool HasExtension(ZipArchiveEntry entry) => entry.FullName.EndsWith(Extension, StringComparison.Ordinal);

    private static string NameOf(ZipArchiveEntry entry) => HasExtension(entry) ? entry.FullName[..^Extension.Length] : entry.FullName;
}
