using GpuCluster.Core.Samples;
using GpuCluster.Data.Images.Formats;
using ImageMagick;

namespace GpuCluster.Data.Images;

/// <summary>
/// Decodes TIFF, HEIC, AVIF, JPEG 2000, cameras' files and some PSD by ImageMagick. The format is always given, so that only its coder
/// runs: no other one, no program and no address on the network is reached through a file. The library is loaded when the first such file
/// comes.
/// </summary>
internal static class MagickDecoder
{
    private const ulong MaxMemory = 4UL << 30;

    /// <summary>The size of an image as it is stored.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or the library is not there.</exception>
    public static (int Width, int Height) SizeOf(EncodedImage encoded, ImageFormat format) =>
        Called(() =>
        {
            MagickImageInfo info = new();
            using Stream file = encoded.Open();
            info.Read(file, Settings(format));
            return (checked((int)info.Width), checked((int)info.Height));
        });

    /// <summary>Decodes the first image of a file, upright, in sRGB.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or the library is not there.</exception>
    public static DecodedImage Decode(EncodedImage encoded, ImageFormat format) =>
        Called(() =>
        {
            using Stream file = encoded.Open();
            using MagickImage image = new(file, Settings(format));
            image.AutoOrient();
            if (image.GetColorProfile() is not null)
                image.TransformColorSpace(ColorProfiles.SRGB);
            else if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray))
                image.ColorSpace = ColorSpace.sRGB;
            using IUnsafePixelCollection<byte> pixels = image.GetPixelsUnsafe();
            byte[] rgba = pixels.ToByteArray(PixelMapping.RGBA) ?? throw new InvalidDataException("no pixels");
            ImageScaling.Premultiply(rgba);
            return new DecodedImage(checked((int)image.Width), checked((int)image.Height), rgba);
        });

    private static MagickReadSettings Settings(ImageFormat format)
    {
        ResourceLimits.Width = ResourceLimits.Height = ImageDecoder.LongestSide;
        ResourceLimits.Area = (ulong)ImageDecoder.MaxPixels;
        ResourceLimits.Memory = ResourceLimits.MaxMemoryRequest = MaxMemory;
        ResourceLimits.Disk = 0;
        ResourceLimits.Thread = 1;
        return new MagickReadSettings
        {
            FrameIndex = 0,
            FrameCount = 1,
            Format = format switch
            {
                ImageFormat.Tiff => MagickFormat.Tiff,
                ImageFormat.Heic => MagickFormat.Heic,
                ImageFormat.Avif => MagickFormat.Avif,
                ImageFormat.Jpeg2000 => MagickFormat.Jp2,
                ImageFormat.Jpeg2000Stream => MagickFormat.J2k,
                ImageFormat.DeepPsd => MagickFormat.Psd,
                _ => MagickFormat.Dng,
            },
        };
    }

    private static T Called<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or BadImageFormatException)
        {
            throw new InvalidDataException(
                "the library for its format, Magick.NET, is not there for this machine; save it as .png or .jpg",
                e
            );
        }
        catch (MagickException e)
        {
            // Behind the kind of the fault stand a name that ImageMagick gave the file and a line of its source.
            string fault = e.Message.ReplaceLineEndings(" ").Split('`', '@')[0].Trim();
            throw new InvalidDataException($"damaged or of an unknown kind ({fault})", e);
        }
    }
}
