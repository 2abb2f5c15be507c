using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>Makes the copies, as files.</summary>
internal static class CopyMaker
{
    /// <summary>Writes a copy.</summary>
    /// <param name="original">The picture.</param>
    /// <param name="kind">What is done to it.</param>
    /// <param name="path">The file without its extension.</param>
    /// <param name="isPhoto">Photos are JPEG of quality 90, drawings PNG.</param>
    /// <returns>The file.</returns>
    public static string Write(SKBitmap original, CopyKind kind, string path, bool isPhoto)
    {
        using SKBitmap made = kind switch
        {
            CopyKind.Halved => original.Resize(
                new SKImageInfo(original.Width / 2, original.Height / 2),
                new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
            ),
            CopyKind.Cropped => Cropped(original, 0.05),
            CopyKind.Brightened => Brightened(original, 1.2),
            _ => original.Copy(),
        };
        int? quality =
            kind == CopyKind.Recompressed ? 40
            : isPhoto ? 90
            : null;
        string file = $"{path}{(quality is null ? ".png" : ".jpg")}";
        Save(made, file, quality);
        return file;
    }

    /// <summary>Saves as JPEG of a quality, or as PNG.</summary>
    public static void Save(SKBitmap bitmap, string file, int? quality)
    {
        using SKData data = bitmap.Encode(quality is null ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, quality ?? 100);
        File.WriteAllBytes(file, data.ToArray());
    }

    /// <summary>The picture without a share at each side.</summary>
    public static SKBitmap Cropped(SKBitmap original, double share)
    {
        int x = (int)Math.Round(original.Width * share),
            y = (int)Math.Round(original.Height * share);
        SKBitmap cropped = new(original.Width - (2 * x), original.Height - (2 * y));
        using SKCanvas canvas = new(cropped);
        canvas.DrawBitmap(original, -x, -y, SKSamplingOptions.Default, null);
        return cropped;
    }

    /// <summary>The picture with every value multiplied, at most 255.</summary>
    public static SKBitmap Brightened(SKBitmap original, double gain)
    {
        SKBitmap brighter = new(original.Width, original.Height);
        brighter.Pixels =
        [
            .. original.Pixels.Select(pixel => new SKColor(Times(pixel.Red), Times(pixel.Green), Times(pixel.Blue), pixel.Alpha)),
        ];
        return brighter;

        byte Times(byte value) => (byte)Math.Min(255, Math.Round(value * gain));
    }
}
