using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
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
    private const string NotHere = "the library for its format, Magick.NET, is not part of this build; save it as .png or .jpg";

    private const ulong MaxMemory = 4UL << 30;

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    /// <summary>The size of an image as it is stored.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or the library is not there.</exception>
    public static (int Width, int Height) SizeOf(EncodedImage encoded, ImageFormat format) =>
        CalledWhereHere(() =>
        {
            MagickImageInfo info = new(encoded.All(), Settings(format));
            return (checked((int)info.Width), checked((int)info.Height));
        });

    /// <summary>Decodes the first image of a file, upright, in sRGB.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or the library is not there.</exception>
    public static DecodedImage Decode(EncodedImage encoded, ImageFormat format) =>
        CalledWhereHere(() =>
        {
            using MagickImage image = new(encoded.All(), Settings(format));
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
        UseOwnFolder();
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

    // Some of its coders read a copy of the file that it writes, closed to others, and removes. What a killed run left there goes after a
    // day.
    private static void UseOwnFolder()
    {
        if (UserCache.Folder("decoding") is not { } folder)
            return;
        try
        {
            UserCache.Make(folder);
            MagickNET.SetTempDirectory(folder);
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles())
            {
                if (TimeProvider.System.GetUtcNow() - new DateTimeOffset(file.LastWriteTimeUtc) > MaxAge)
                    file.Delete();
            }
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException or IOException or UnauthorizedAccessException)
        {
            // Without a cache that can be written, it takes the system's temporary folder. Another run may remove a file first.
        }
    }

    // Apart from the method below, which cannot even be compiled without the library.
    private static T CalledWhereHere<T>(Func<T> call) =>
        OptionalLibrary.IsHere("Magick.NET-Q8-x64") ? Called(call) : throw new InvalidDataException(NotHere);

    private static T Called<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or BadImageFormatException)
        {
            throw new InvalidDataException(NotHere, e);
        }
        catch (MagickException e)
        {
            // Behind the kind of the fault stand a name that ImageMagick gave the file and a line of its source.
            string fault = e.Message.ReplaceLineEndings(" ").Split('`', '@')[0].Trim();
            throw new InvalidDataException($"damaged or of an unknown kind ({fault})", e);
        }
    }
}
