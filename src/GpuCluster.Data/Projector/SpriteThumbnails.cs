using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using SkiaSharp;

namespace GpuCluster.Data.Projector;

/// <summary>
/// The pictures of a Projector's sprite sheet, which is decoded once and held whole: 268 MB at most. Cells are scaled when they are asked
/// for.
/// </summary>
internal sealed class SpriteThumbnails : IThumbnails
{
    private readonly SKImage _sheet;
    private readonly string _name;
    private readonly int _width;
    private readonly int _height;

    private SpriteThumbnails(SKImage sheet, string name, int count, int width, int height)
    {
        (_sheet, _name, Count) = (sheet, name, count);
        (_width, _height) = (width, height);
        Edges = Math.Max(width, height) switch
        {
            <= 32 => [32],
            <= 64 => [32, 64],
            _ => [32, 64, 128],
        };
    }

    public int Count { get; }

    public IReadOnlyList<int> Edges { get; }

    /// <summary>Decodes a sheet.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="count">n.</param>
    /// <param name="width">Pixels of one cell.</param>
    /// <param name="height">Pixels of one cell.</param>
    /// <exception cref="UnusableInputException">No picture, too large, or too small for n cells.</exception>
    public static SpriteThumbnails Open(string path, int count, int width, int height)
    {
        using FileStream stream = InputFile.Open(path);
        using SKCodec codec =
            SKCodec.Create(stream)
            ?? throw new UnusableInputException($"{path}: no picture that can be decoded; export it again, or take it out of the folder");
        SKImageInfo info = codec.Info;
        if (info.Width > SpriteSheet.LongestSide || info.Height > SpriteSheet.LongestSide)
        {
            throw new UnusableInputException(
                $"{path}: {info.Width} x {info.Height} pixels; a sheet has at most {SpriteSheet.LongestSide} along a side"
            );
        }

        if ((long)(info.Width / width) * (info.Height / height) < count)
        {
            throw new UnusableInputException(
                $"{path}: {info.Width} x {info.Height} pixels hold {(long)(info.Width / width) * (info.Height / height)} pictures of "
                    + $"{width} x {height}, not {count}; check singleImageDim"
            );
        }

        using SKBitmap sheet = new(SpriteSheet.Info(info.Width, info.Height));
        if (codec.GetPixels(sheet.Info, sheet.GetPixels()) != SKCodecResult.Success)
            throw new UnusableInputException($"{path}: a damaged picture; export it again, or take it out of the folder");
        sheet.SetImmutable();
        return new SpriteThumbnails(SKImage.FromBitmap(sheet), InputFile.NameOf(path), count, width, height);
    }

    public string NameOf(int index) => $"{_name} {index}";

    public unsafe ThumbnailState Read(int index, int edge, Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, edge * edge * 4, nameof(rgba));
        rgba.Clear();
        int cells = _sheet.Width / _width;
        float scale = (float)edge / Math.Max(_width, _height);
        SKSizeI size = new(Math.Max(1, (int)(_width * scale)), Math.Max(1, (int)(_height * scale)));
        int corner = ((edge - size.Height) / 2 * edge) + ((edge - size.Width) / 2);
        using SKPixmap whole = _sheet.PeekPixels() ?? throw new InvalidOperationException("The sheet is not in memory.");
        using SKPixmap cell =
            whole.ExtractSubset(SKRectI.Create(index % cells * _width, index / cells * _height, _width, _height))
            ?? throw new InvalidOperationException($"Picture {index} lies outside the sheet.");
        fixed (byte* pixels = rgba)
        {
            using SKPixmap target = new(SpriteSheet.Info(size.Width, size.Height), (nint)(pixels + (corner * 4)), edge * 4);
            cell.ScalePixels(target, SpriteSheet.Shrinking);
        }

        return ThumbnailState.Ready;
    }

    public void Dispose() => _sheet.Dispose();
}
