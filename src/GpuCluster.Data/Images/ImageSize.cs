using GpuCluster.Core.Errors;
using GpuCluster.Data.Images.Formats;
using GpuCluster.Data.Sources;
using SkiaSharp;
using StbImageSharp;

namespace GpuCluster.Data.Images;

/// <summary>How large a picture file is, from its header alone.</summary>
/// <param name="Width">Pixels across as they are stored, before a turn that EXIF asks for; 0 where no header can be read.</param>
/// <param name="Height">Pixels down; 0 where no header can be read.</param>
/// <param name="Bytes">The file's length; 0 where it has gone.</param>
public readonly record struct ImageSize(int Width, int Height, long Bytes)
{
    /// <summary>Width x height.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>The format by its first bytes, for example "JPEG"; null where it is not known.</summary>
    public string? Format { get; init; }

    /// <summary>When the file, or the archive that holds it, was changed last; null where it is not known.</summary>
    public DateTimeOffset? Changed { get; init; }

    /// <summary>Reads the header of a file. An unreadable one has size 0.</summary>
    public static ImageSize Of(string path) => Of(new SourceFiles(), path);

    /// <summary>Reads the header of a file or of an entry of an archive.</summary>
    internal static ImageSize Of(SourceFiles sources, string address)
    {
        try
        {
            if (EncodedImage.Of(sources, address, out _) is not { } encoded)
                return default;
            return OfHeader(encoded) with { Changed = encoded.Changed };
        }
        catch (Exception e)
            when (e
                    is UnusableInputException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or ArgumentException
                        or InvalidDataException
            )
        {
            return default;
        }
    }

    private static ImageSize OfHeader(EncodedImage encoded)
    {
        using SKCodec? codec = encoded.Codec();
        if (codec is not null)
            return OfPart(encoded, codec.Info.Width, codec.Info.Height) with { Format = NameOf(codec.EncodedFormat) };
        if (encoded.Format() is not (ImageFormat.None or ImageFormat.Common or ImageFormat.Icon) and var format)
        {
            (int width, int height) = MagickDecoder.SizeOf(encoded, format);
            return OfPart(encoded, width, height) with { Format = NameOf(format) };
        }

        using Stream file = encoded.Open();
        using GuardedStream stream = new(file);
        return ImageInfo.FromStream(stream) is { } header
            ? OfPart(encoded, header.Width, header.Height) with
            {
                Format = encoded.Extension.ToUpperInvariant(),
            }
            : new ImageSize(0, 0, encoded.Length);
    }

    private static string NameOf(SKEncodedImageFormat format) =>
        format switch
        {
            SKEncodedImageFormat.Webp => "WebP",
            SKEncodedImageFormat.Heif => "HEIC",
            _ => format.ToString().ToUpperInvariant(),
        };

    private static string NameOf(ImageFormat format) =>
        format switch
        {
            ImageFormat.Jpeg2000 or ImageFormat.Jpeg2000Stream => "JPEG 2000",
            ImageFormat.CameraRaw => "RAW",
            ImageFormat.DeepPsd => "PSD",
            _ => format.ToString().ToUpperInvariant(),
        };

    private static ImageSize OfPart(EncodedImage encoded, int width, int height)
    {
        if (encoded.Box is { } box)
            (_, _, width, height) = box.Within(width, height, (1, 1));
        return new ImageSize(width, height, encoded.Length);
    }
}
