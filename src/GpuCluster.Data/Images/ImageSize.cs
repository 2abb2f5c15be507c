using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
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

    /// <summary>Reads the header. An unreadable file has size 0.</summary>
    public static ImageSize Of(string path)
    {
        try
        {
            using FileStream file = InputFile.Open(path);
            using SKCodec? codec = SKCodec.Create(path, out _);
            if (codec is not null)
                return new ImageSize(codec.Info.Width, codec.Info.Height, file.Length);
            using GuardedStream stream = new(file);
            return ImageInfo.FromStream(stream) is { } header
                ? new ImageSize(header.Width, header.Height, file.Length)
                : new ImageSize(0, 0, file.Length);
        }
        catch (Exception e) when (e is UnusableInputException or IOException or InvalidOperationException or ArgumentException)
        {
            return default;
        }
    }
}
