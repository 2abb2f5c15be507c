using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
using GpuCluster.Testing;
using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>A picture of the set.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Type">photo, digit, garment or diagram.</param>
/// <param name="Original">The number of its original within the type.</param>
/// <param name="Kind">How it was made.</param>
public sealed record CopyPicture(string Path, string Type, int Original, CopyKind Kind)
{
    /// <summary>Whether two show the same original.</summary>
    public bool IsCopyOf(CopyPicture other) => Type == other.Type && Original == other.Original;
}

/// <summary>
/// Originals of four types with four copies of each, as files: the ground truth of the search for copies. Two different digits, garments or
/// photos of a burst are no copies, however alike they are.
/// </summary>
internal static class CopySet
{
    /// <summary>The types of originals.</summary>
    public static readonly string[] Types = ["photo", "garment", "digit", "diagram"];

    /// <summary>The kinds of copies.</summary>
    public static readonly CopyKind[] Kinds = [CopyKind.Recompressed, CopyKind.Halved, CopyKind.Cropped, CopyKind.Brightened];

    /// <summary>Writes the set.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="originals">Originals of each type.</param>
    /// <param name="seed">The same seed gives the same files.</param>
    public static CopyPicture[] Write(string folder, int originals, long seed)
    {
        ImageStack digits = Bundled("mnist"),
            garments = Bundled("fashion");
        CopyPicture[][] sets = new CopyPicture[originals * Types.Length][];
        Parallel.For(
            0,
            sets.Length,
            at =>
            {
                string type = Types[at % Types.Length];
                int number = at / Types.Length;
                using SKBitmap original = type switch
                {
                    "photo" => PhotoPictures.Make(seed, number),
                    "garment" => DrawingPictures.Enlarged(garments, seed, number),
                    "digit" => DrawingPictures.Enlarged(digits, seed, number),
                    _ => DrawingPictures.Diagram(seed, number),
                };
                sets[at] = WriteAll(folder, original, type, number);
            }
        );
        return [.. sets.SelectMany(set => set)];
    }

    private static CopyPicture[] WriteAll(string folder, SKBitmap original, string type, int number) =>
        [
            .. Kinds
                .Prepend(CopyKind.Original)
                .Select(kind => new CopyPicture(
                    CopyMaker.Write(original, kind, Path.Combine(folder, $"{type}-{number:0000}-{kind}"), type == "photo"),
                    type,
                    number,
                    kind
                )),
        ];

    private static ImageStack Bundled(string name) =>
        ((ImageDataset)DatasetReader.Read(Path.Combine(RepositoryRoot.Find(), "assets", name), new DatasetOptions())).Images;
}
