using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using SkiaSharp;
using StbImageSharp;

namespace GpuCluster.Data.Pictures;

/// <summary>How large a picture file is, from its header alone.</summary>
/// <param name="Pixels">Width x height; 0 where no header can be read.</param>
/// <param name="Bytes">The file's length; 0 where it has gone.</param>
public readonly record struct PictureSize(long Pixels, long Bytes)
{
    /// <summary>Reads the header. What cannot be read has size 0.</summary>
    public static PictureSize Of(string path)
    {
        try
        {
            using FileStream file = InputFile.Open(path);
            using SKCodec? codec = SKCodec.Create(path, out _);
            if (codec is not null) return new PictureSize((long)codec.Info.Width * codec.Info.Height, file.Length);
            using GuardedStream stream = new(file);
            return new PictureSize(ImageInfo.FromStream(stream) is { } header ? (long)header.Width * header.Height : 0, file.Length);
        }
        catch (Exception e) when (e is UnusableInputException or IOException or InvalidOperationException or ArgumentException)
        {
            return default;
        }
    }
}
