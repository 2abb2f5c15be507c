namespace GpuCluster.Data.Videos;

/// <summary>Whether a file is a video by its first bytes: MP4 and QuickTime, Matroska and WebM, AVI, MPEG, Flash, Windows Media.</summary>
internal static class VideoSignature
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Bytes = 16;

    private static readonly byte[][] Starts =
    [
        [0x1A, 0x45, 0xDF, 0xA3],
        [0, 0, 1, 0xBA],
        [0, 0, 1, 0xB3],
        [.. "FLV\x01"u8],
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11],
    ];

    /// <summary>Boxes that a file of QuickTime begins with.</summary>
    private static readonly byte[][] Boxes =
    [
        [.. "moov"u8],
        [.. "mdat"u8],
        [.. "wide"u8],
        [.. "free"u8],
    ];

    /// <summary>Brands of images in the same container.</summary>
    private static readonly byte[][] Images =
    [
        [.. "heic"u8],
        [.. "heix"u8],
        [.. "mif1"u8],
        [.. "avif"u8],
        [.. "avis"u8],
        [.. "crx "u8],
    ];

    /// <summary>Looks at the first bytes.</summary>
    public static bool Is(ReadOnlySpan<byte> start)
    {
        foreach (byte[] bytes in Starts)
        {
            if (start.StartsWith(bytes))
                return true;
        }

        if (start.Length < Bytes)
            return false;
        if (start.StartsWith("RIFF"u8) && start[8..].StartsWith("AVI "u8))
            return true;
        byte[] box = start[4..8].ToArray();
        byte[] brand = start[8..12].ToArray();
        return box.AsSpan().SequenceEqual("ftyp"u8)
            ? !Array.Exists(Images, image => image.AsSpan().SequenceEqual(brand))
            : Array.Exists(Boxes, known => known.AsSpan().SequenceEqual(box));
    }
}
