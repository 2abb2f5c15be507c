namespace GpuCluster.Data.Images.Formats;

/// <summary>What a file is by its first bytes, whatever its name.</summary>
internal static class ImageSignature
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Bytes = 32;

    private const int BrandAt = 8;

    /// <summary>The formats that are told by their beginning alone.</summary>
    private static readonly (byte[] Start, ImageFormat Format)[] Starts =
    [
        ([0x89, .. "PNG"u8], ImageFormat.Common),
        ([0xFF, 0xD8, 0xFF], ImageFormat.Common),
        ([.. "GIF8"u8], ImageFormat.Common),
        ([.. "8BPS"u8], ImageFormat.Common),
        ([0, 0, 1, 0], ImageFormat.Icon),
        ([.. "II*\0"u8], ImageFormat.Tiff),
        ([.. "MM\0*"u8], ImageFormat.Tiff),
        ([.. "II+\0"u8], ImageFormat.Tiff),
        ([.. "MM\0+"u8], ImageFormat.Tiff),
        ([0, 0, 0, 12, .. "jP  \r\n"u8], ImageFormat.Jpeg2000),
        ([0xFF, 0x4F, 0xFF, 0x51], ImageFormat.Jpeg2000Stream),
        ([.. "FUJIFILMCCD-RAW"u8], ImageFormat.CameraRaw),
        ([.. "IIRO"u8], ImageFormat.CameraRaw),
        ([.. "IIRS"u8], ImageFormat.CameraRaw),
        ([.. "MMOR"u8], ImageFormat.CameraRaw),
        ([.. "IIU\0"u8], ImageFormat.CameraRaw),
    ];

    /// <summary>Cameras' files that begin as a TIFF does.</summary>
    private static readonly string[] RawNames = [".dng", ".nef", ".nrw", ".arw", ".sr2", ".pef", ".cr2", ".srw", ".3fr", ".erf", ".raw"];

    /// <summary>The format of a file.</summary>
    /// <param name="start">Its first bytes.</param>
    /// <param name="name">Its name, by which a camera's file differs from a TIFF.</param>
    public static ImageFormat Of(ReadOnlySpan<byte> start, string name)
    {
        foreach ((byte[] bytes, ImageFormat format) in Starts)
        {
            if (!start.StartsWith(bytes))
                continue;
            bool isRaw = format == ImageFormat.Tiff && RawNames.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
            return isRaw ? ImageFormat.CameraRaw : format;
        }

        if (start.Length < BrandAt + 4)
            return ImageFormat.None;
        if (start.StartsWith("RIFF"u8) && start[BrandAt..].StartsWith("WEBP"u8))
            return ImageFormat.Common;
        if (IsBitmap(start))
            return ImageFormat.Common;
        return start[4..].StartsWith("ftyp"u8) ? OfBrand(start[BrandAt..]) : ImageFormat.None;
    }

    private static ImageFormat OfBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8)
            ? ImageFormat.Heic
        : brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8) ? ImageFormat.Avif
        : brand.StartsWith("crx "u8) ? ImageFormat.CameraRaw
        : ImageFormat.None;

    // Two letters alone begin too many files: the size of the next header is one of those that exist.
    private static bool IsBitmap(ReadOnlySpan<byte> start) =>
        start.StartsWith("BM"u8) && start.Length > 17 && start[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124 && start[15] == 0;
}
