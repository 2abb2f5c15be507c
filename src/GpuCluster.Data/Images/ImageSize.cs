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

    /// <summary>Reads the header of a file. An unreadable one has size 0.</summary>
    public static ImageSize Of(string path) => Of(new SourceFiles(), path);

    /// <summary>Reads the header of a file or of an entry of an archive.</summary>
    internal static ImageSize Of(SourceFiles sources, string address)
    {
        try
        {
            if (EncodedImage.Of(sources, address, out _) is not { } encoded)
                return default;
            using SKCodec? codec = encoded.Codec();
            if (codec is not null)
                return OfPart(encoded, codec.Info.Width, codec.Info.Height);
            if (encoded.Format() is not (ImageFormat.None or ImageFormat.Common or ImageFormat.Icon) and var format)
            {
                (int width, int height) = MagickDecoder.SizeOf(encoded, format);
                return OfPart(encoded, width, height);
            }

            using Stream file = encoded.Open();
            using GuardedStream stream = new(file);
            return ImageInfo.FromStream(stream) is { } header
                ? OfPart(encoded, header.Width, header.Height)
                : new ImageSize(0, 0, encoded.Length);
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

    private static ImageSize OfPart(EncodedImage encoded, int width, int height)
    {
        if (encoded.Box is { } box)
            (_, _, width, height) = box.Within(width, height, (1, 1));
        return new ImageSize(width, height, encoded.Length);
    }
}
