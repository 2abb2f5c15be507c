using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images.Formats;
using GpuCluster.Data.Images.Jpeg;
using GpuCluster.Data.Sources;
using SkiaSharp;
using StbImageSharp;

namespace GpuCluster.Data.Images;

/// <summary>
/// Decodes picture files. An ordinary JPEG in memory is decoded by libjpeg-turbo where that is installed (<see cref="TurboJpeg"/>). Else
/// Skia is tried first: it converts to sRGB, decodes at a reduced scale and detects truncated files. StbImageSharp decodes what Skia does
/// not support (TGA, PSD, HDR) or fails on, ImageMagick what neither does (TIFF, HEIC, AVIF, JPEG 2000, cameras' files). Dimensions are
/// read from the header and checked before anything is allocated for them. Any number of threads may decode at once; very large pictures
/// are decoded one at a time, so that memory holds only one of them. A decoder that a damaged file holds is left
/// (<see cref="LibraryCall"/>).
/// </summary>
public sealed class ImageDecoder
{
    /// <summary>Pixels along a side at most.</summary>
    public const int LongestSide = 50_000;

    /// <summary>Pixels in a picture at most: 256 megapixels.</summary>
    public const long MaxPixels = 256_000_000;

    /// <summary>Pixels from which pictures are decoded one after the other.</summary>
    private const long LargePixels = 40_000_000;

    /// <summary>The time allowed for a small file; the slowest sound one takes a few seconds.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(1);

    private readonly SourceFiles _sources;
    private readonly Lock _large = new();
    private readonly LibraryThreads _threads = new();
    private long _decoded;

    /// <summary>A decoder that opens archives for itself.</summary>
    public ImageDecoder()
        : this(new SourceFiles()) { }

    /// <summary>A decoder that shares open archives.</summary>
    internal ImageDecoder(SourceFiles sources) => _sources = sources;

    /// <summary>Whether libjpeg-turbo is installed, which decodes JPEGs in less than half of Skia's time.</summary>
    public static bool HasTurbo => TurboJpeg.IsInstalled;

    /// <summary>Files that were opened for decoding.</summary>
    internal long Decoded => Interlocked.Read(ref _decoded);

    /// <summary>Decodes a file. Any fault of it is returned as a reason, never thrown.</summary>
    /// <param name="path">The file, or ARCHIVE!ENTRY, or a part of either: IMAGE#xywh=BOX.</param>
    /// <param name="ground">The background behind transparent pixels.</param>
    /// <param name="wanted">The longest side that is wanted, in pixels: a format that can be decoded at a smaller scale for less work is,
    /// but not smaller than this. Null for full size.</param>
    /// <param name="image">The picture.</param>
    /// <param name="reason">Why there is none, without the path.</param>
    public bool TryDecode(
        string path,
        ImageGround ground,
        int? wanted,
        [NotNullWhen(true)] out DecodedImage? image,
        [NotNullWhen(false)] out string? reason
    )
    {
        EncodedImage? Find(out string? why) => EncodedImage.Of(_sources, path, out why);
        return TryDecode(Find, ground, wanted, null, out image, out reason);
    }

    /// <summary>Decodes a picture whose bytes were read.</summary>
    /// <inheritdoc cref="TryDecode(string, ImageGround, int?, out DecodedImage?, out string?)"/>
    /// <param name="memory">Memory that may be used for the pixels; they are valid as long as it is.</param>
    internal bool TryDecode(
        EncodedImage encoded,
        ImageGround ground,
        int? wanted,
        RentedPixels? memory,
        [NotNullWhen(true)] out DecodedImage? image,
        [NotNullWhen(false)] out string? reason
    )
    {
        EncodedImage Given(out string? why)
        {
            why = null;
            return encoded;
        }

        return TryDecode(Given, ground, wanted, memory, out image, out reason);
    }

    /// <summary>
    /// Why a file has no whole header that claims a size that can be decoded, without the path; null if it has one. Nothing is decoded:
    /// common formats are known from their first bytes, and of others a library reads the header.
    /// </summary>
    internal string? WhyNoHeader(string path)
    {
        if (HasWholeHeader(path))
            return null;
        try
        {
            EncodedImage? encoded = EncodedImage.Of(_sources, path, out string? reason);
            if (encoded is null || reason is not null)
                return reason;
            Outcome outcome = LibraryCall.Run(_threads, encoded.Length, Allowed, () => Decode(encoded, wanted: null, maxPixels: 0));
            return outcome.IsLarge ? null : ForeignOf(encoded) ?? TextOf(outcome.Reason);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return TextOf(e is OutOfMemoryException ? "needs more memory than there is" : e.Message);
        }
    }

    /// <summary>Decodes a file that is required.</summary>
    /// <inheritdoc cref="TryDecode(string, ImageGround, int?, out DecodedImage?, out string?)"/>
    /// <exception cref="UnusableInputException">It cannot be decoded.</exception>
    internal DecodedImage Decode(string path, ImageGround ground, int? wanted) =>
        TryDecode(path, ground, wanted, out DecodedImage? image, out string? reason)
            ? image
            : throw new UnusableInputException(
                $"{path}: {reason}; give a picture that can be decoded: .png, .jpg, .webp, .tif, .heic or another"
            );

    private static string? ForeignOf(EncodedImage encoded)
    {
        using Stream content = encoded.Open();
        return ForeignKind.OfStart(content);
    }

    private static string TextOf(string? reason) => string.IsNullOrWhiteSpace(reason) ? "no picture that can be decoded" : reason;

    private bool HasWholeHeader(string path)
    {
        try
        {
            Span<byte> start = stackalloc byte[ImageHeader.Bytes];
            (int width, int height) = (0, 0);
            SourceAddress source = SourceAddress.Of(path);
            if (source.Entry is not null)
            {
                ImageHeader.TrySize(_sources.Start(path, ImageHeader.Bytes), out width, out height);
            }
            else
            {
                using LightFile? file = LightFile.TryOpen(source.File);
                if (file is not null)
                    ImageHeader.TrySize(file, start, out width, out height);
            }

            return width > 0 && Refusal(width, height) is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnusableInputException or MachineFaultException)
        {
            return false;
        }
    }

    private bool TryDecode(
        Finder find,
        ImageGround ground,
        int? wanted,
        RentedPixels? memory,
        [NotNullWhen(true)] out DecodedImage? image,
        [NotNullWhen(false)] out string? reason
    )
    {
        Interlocked.Increment(ref _decoded);
        image = null;
        bool isOpaque = false;
        try
        {
            EncodedImage? encoded = find(out reason);
            if (encoded is not null && reason is null)
            {
                Outcome outcome = ByTurbo(encoded, wanted, memory) ?? DecodeInTurn(encoded, wanted);
                (image, reason, isOpaque) = (outcome.Picture, outcome.Reason, outcome.IsOpaque);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // For damaged files decoders throw exceptions of any type.
            (image, reason) = (null, e is OutOfMemoryException ? "needs more memory than there is" : e.Message);
        }

        if (image is null)
        {
            reason = TextOf(reason);
            return false;
        }

        if (ground == ImageGround.White && !isOpaque)
            image = OnWhite(image);
        reason = null;
        return true;
    }

    // Large pictures wait for their turn outside the call, as waiting takes no time from it. One is made smaller before the next one's
    // turn.
    private Outcome DecodeInTurn(EncodedImage encoded, int? wanted)
    {
        Outcome outcome = LibraryCall.Run(_threads, encoded.Length, Allowed, () => Decode(encoded, wanted, LargePixels));
        if (!outcome.IsLarge)
            return outcome;
        lock (_large)
        {
            outcome = LibraryCall.Run(_threads, encoded.Length, Allowed, () => Decode(encoded, wanted, long.MaxValue));
            return outcome.Picture is { } image && wanted is { } edge
                ? outcome with
                {
                    Picture = ImageScaling.Within(image, 2 * edge),
                }
                : outcome;
        }
    }

    private static Outcome Decode(EncodedImage encoded, int? wanted, long maxPixels)
    {
        Outcome outcome = BySkia(encoded, wanted, maxPixels) ?? ByMagick(encoded, encoded.Format(), maxPixels) ?? ByStb(encoded, maxPixels);
        return Part(outcome, encoded);
    }

    private static Outcome Part(Outcome outcome, EncodedImage encoded)
    {
        if (encoded.Box is not { } box || outcome.Picture is not { } picture)
            return outcome;
        return ImageCrop.Of(picture, box, outcome.Whole) is { } part
            ? outcome with
            {
                Picture = part,
            }
            : new Outcome(null, "its box lies outside of the image");
    }

    // Null: Skia's.
    private Outcome? ByTurbo(EncodedImage encoded, int? wanted, RentedPixels? memory)
    {
        if (encoded.Bytes is not { } bytes || TurboJpeg.Of(bytes) is not { } whole)
            return null;
        SKSizeI size = new(whole.Width, whole.Height);
        TurboJpeg? scaled = ReducedEdge(encoded, size, wanted) is { } edge
            ? whole.Reduced(edge / Math.Max(size.Width, size.Height))
            : whole;
        if (scaled is not { } jpeg || (long)jpeg.Width * jpeg.Height >= LargePixels)
            return null;
        Memory<byte> rgba = jpeg.Pixels(memory);
        try
        {
            if (!LibraryCall.Run(_threads, encoded.Length, Allowed, () => jpeg.TryDecode(rgba)))
                return null;
        }
        catch (TimeoutException)
        {
            // It may still write there.
            memory?.Leave();
            throw;
        }

        return Part(Upright(new DecodedImage(jpeg.Width, jpeg.Height, rgba), (SKEncodedOrigin)jpeg.Orientation, size), encoded);
    }

    private static Outcome Upright(DecodedImage stored, SKEncodedOrigin origin, SKSizeI whole) =>
        new(
            ImageOrientation.Upright(stored, origin),
            null,
            Whole: origin >= SKEncodedOrigin.LeftTop ? new SKSizeI(whole.Height, whole.Width) : whole,
            IsOpaque: true
        );

    // The longer side at which a picture is decoded, if that is less than it has. Twice the wanted size, so that the remaining reduction
    // averages well. Of a part, as of a whole.
    private static float? ReducedEdge(EncodedImage encoded, SKSizeI size, int? wanted)
    {
        if (wanted is not { } side)
            return null;
        int edge = encoded.Box is { } box ? ImageCrop.WholeEdge(box, size, side) : side;
        return Math.Max(size.Width, size.Height) > 2 * edge ? 2f * edge : null;
    }

    // Null: try another decoder.
    private static unsafe Outcome? BySkia(EncodedImage encoded, int? wanted, long maxPixels)
    {
        using SKCodec? codec = encoded.Codec();
        if (codec is null)
            return null;
        if (Refusal(codec.Info.Width, codec.Info.Height) is { } reason)
            return new Outcome(null, reason);
        SKSizeI size = codec.Info.Size;
        if (ReducedEdge(encoded, size, wanted) is { } edge)
            size = codec.GetScaledDimensions(edge / Math.Max(size.Width, size.Height));
        if ((long)size.Width * size.Height >= maxPixels)
            return new Outcome(null, null, IsLarge: true);
        ImageChunks chunks = ChunksOf(encoded, codec.EncodedFormat);
        if (chunks.Fault is not null)
            return new Outcome(null, chunks.Fault);
        // In the file's own space values stay as they are.
        using SKColorSpace space = (chunks.HasBareGamma ? codec.Info.ColorSpace : null) ?? SKColorSpace.CreateSrgb();
        SKImageInfo info = new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, space);
        byte[] rgba = GC.AllocateUninitializedArray<byte>((int)info.BytesSize64);
        SKCodecResult result;
        fixed (byte* pixels = rgba)
            result = codec.GetPixels(info, (nint)pixels);
        bool isCut = result == SKCodecResult.Success && codec.EncodedFormat == SKEncodedImageFormat.Jpeg && IsCutProgressive(encoded);
        if (isCut || result == SKCodecResult.IncompleteInput)
            return new Outcome(null, "ends early");
        if (result != SKCodecResult.Success)
            return null;
        SKEncodedOrigin origin = codec.EncodedOrigin == SKEncodedOrigin.TopLeft ? (SKEncodedOrigin)chunks.Orientation : codec.EncodedOrigin;
        bool isOpaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        return Upright(new DecodedImage(size.Width, size.Height, rgba), origin, codec.Info.Size) with { IsOpaque = isOpaque };
    }

    private static ImageChunks ChunksOf(EncodedImage encoded, SKEncodedImageFormat format)
    {
        if (format is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp))
            return new ImageChunks(ExifOrientation.Upright, HasBareGamma: false);
        using Stream file = encoded.Open();
        return format == SKEncodedImageFormat.Png ? ImageChunks.OfPng(file) : ImageChunks.OfWebp(file);
    }

    private static bool IsCutProgressive(EncodedImage encoded)
    {
        using Stream file = encoded.Open();
        return JpegMarkers.EndsEarly(file);
    }

    // Null: another decoder's format.
    private static Outcome? ByMagick(EncodedImage encoded, ImageFormat format, long maxPixels)
    {
        if (format is ImageFormat.None or ImageFormat.Common or ImageFormat.Icon)
            return null;
        (int width, int height) = MagickDecoder.SizeOf(encoded, format);
        if (Refusal(width, height) is { } reason)
            return new Outcome(null, reason);
        if ((long)width * height >= maxPixels)
            return new Outcome(null, null, IsLarge: true);
        DecodedImage image = MagickDecoder.Decode(encoded, format);
        return new Outcome(image, null, Whole: new SKSizeI(image.Width, image.Height));
    }

    private static Outcome ByStb(EncodedImage encoded, long maxPixels)
    {
        using Stream file = encoded.Open();
        using GuardedStream stream = new(file);
        if (ImageInfo.FromStream(stream) is not { } header)
            return new Outcome(null, null);
        if ((Refusal(header.Width, header.Height) ?? TgaFile.Refusal(stream)) is { } reason)
            return new Outcome(null, reason);
        // Skia does not open a PNG whose header has another checksum; this decoder compares none.
        if (maxPixels > 0 && ImageChunks.OfPng(stream).Fault is { } damage)
            return new Outcome(null, damage);
        if (PsdHeader.IsDeepAndPacked(stream))
            return ByMagick(encoded, ImageFormat.DeepPsd, maxPixels)!.Value;
        if ((long)header.Width * header.Height >= maxPixels)
            return new Outcome(null, null, IsLarge: true);
        bool isMirrored = TgaFile.IsMirrored(stream);
        stream.Position = 0;
        byte[] rgba = ImageResult.FromStream(stream, ColorComponents.RedGreenBlueAlpha).Data;
        if (rgba.LongLength != (long)header.Width * header.Height * 4)
            throw new InvalidDataException("its headers contradict each other");
        ImageScaling.Premultiply(rgba);
        DecodedImage image = new(header.Width, header.Height, rgba);
        SKSizeI whole = new(header.Width, header.Height);
        return new Outcome(isMirrored ? ImageOrientation.Upright(image, SKEncodedOrigin.TopRight) : image, null, Whole: whole);
    }

    private static string? Refusal(int width, int height)
    {
        if (width < 1 || height < 1)
            return $"its header claims {width} x {height} pixels";
        return width > LongestSide || height > LongestSide || (long)width * height > MaxPixels
            ? $"its header claims {width} x {height} pixels; at most {LongestSide} along a side and {MaxPixels / 1_000_000} "
                + "megapixels are decoded"
            : null;
    }

    private static DecodedImage OnWhite(DecodedImage image)
    {
        byte[] rgba =
            MemoryMarshal.TryGetArray(image.Rgba, out ArraySegment<byte> own) && own.Offset == 0 ? own.Array! : image.Rgba.ToArray();
        for (int i = 0; i < rgba.Length; i += 4)
        {
            int through = 255 - rgba[i + 3];
            if (through == 0)
                continue;
            for (int c = i; c < i + 3; c++)
                rgba[c] = (byte)Math.Min(255, rgba[c] + through);
            rgba[i + 3] = 255;
        }

        return image with
        {
            Rgba = rgba,
        };
    }

    // The bytes to decode, or the reason why there are none.
    private delegate EncodedImage? Finder(out string? reason);

    /// <summary>What decoding gave.</summary>
    /// <param name="Picture">The picture, or null.</param>
    /// <param name="Reason">Why there is none; null if that is not known.</param>
    /// <param name="IsLarge">Whether it has more pixels than were allowed, so that it waits for its turn.</param>
    /// <param name="Whole">The size of the whole picture as it is seen, at full scale.</param>
    /// <param name="IsOpaque">Whether it is known to be opaque everywhere.</param>
    private readonly record struct Outcome(
        DecodedImage? Picture,
        string? Reason,
        bool IsLarge = false,
        SKSizeI Whole = default,
        bool IsOpaque = false
    );
}
