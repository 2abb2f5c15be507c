using GpuCluster.Core.Errors;
using SkiaSharp;

namespace GpuCluster.Panels;

/// <summary>Writes pictures as PNG files.</summary>
public static class PngWriter
{
    /// <summary>Writes a picture beside its place and renames it, so that no half-written file is ever seen.</summary>
    /// <param name="path">Where to; a file that is there is replaced. The folder is made where it is missing.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="rgba">height x width pixels of 4 bytes, R G B A, alpha not premultiplied, top row first, no padding.</param>
    /// <exception cref="UnusableInputException">The target cannot be written.</exception>
    /// <exception cref="MachineFaultException">Writing failed on the way, on a full disk for example.</exception>
    public static void Write(string path, int width, int height, ReadOnlySpan<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, checked(width * height * 4), nameof(rgba));
        string full = Path.GetFullPath(path);
        string beside = $"{full}.{Environment.ProcessId}.part";
        using SKData png = Encode(width, height, rgba);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? ".");
            using (FileStream file = new(beside, FileMode.Create, FileAccess.Write))
                png.SaveTo(file);
            File.Move(beside, full, overwrite: true);
        }
        catch (UnauthorizedAccessException denied)
        {
            Remove(beside);
            throw new UnusableInputException($"{path}: cannot be written ({denied.Message}). Choose another place with -o or --out-dir.", denied);
        }
        catch (IOException failed)
        {
            Remove(beside);
            throw new MachineFaultException($"{path}: writing failed ({failed.Message}). Free some space or choose another place.", failed);
        }
    }

    private static unsafe SKData Encode(int width, int height, ReadOnlySpan<byte> rgba)
    {
        fixed (byte* pixels = rgba)
        {
            using var pixmap = new SKPixmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), (nint)pixels);
            return pixmap.Encode(SKPngEncoderOptions.Default) ?? throw new InvalidOperationException($"A picture of {width} x {height} cannot be encoded.");
        }
    }

    private static void Remove(string beside)
    {
        try
        {
            File.Delete(beside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The message for the user is about the target; a leftover that cannot be deleted has the same cause.
        }
    }
}
