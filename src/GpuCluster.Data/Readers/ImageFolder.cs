using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Boxes;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Shards;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;
using GpuCluster.Data.Trees;
using GpuCluster.Data.Vectors;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A folder of images or an archive of images as a data set. Sub-folders are classes and splits (<see cref="FolderClasses"/>); tables of
/// metadata (<see cref="ImageMetadata"/>) and the files beside images in archives (<see cref="WebDataset"/>) add columns and may name the
/// classes.
/// </summary>
internal static class ImageFolder
{
    /// <summary>Files of other names that are looked at for vectors in text.</summary>
    private const int MaxTexts = 64;

    private static readonly string[] DataEndings =
    [
        ".npy",
        ".npz",
        ".h5",
        ".hdf5",
        ".h5ad",
        ".arrow",
        ".feather",
        ".safetensors",
        ".fvecs",
        ".bvecs",
        ".ivecs",
        ".fbin",
        ".u8bin",
        ".i8bin",
        ".ibin",
        ".csv",
        ".tsv",
        ".jsonl",
        ".vec",
        ".ply",
        ".gpc",
    ];

    /// <summary>Looks at every image's header, on all cores. A folder of .parquet files without an image is one set in shards.</summary>
    /// <exception cref="UnusableInputException">It has no image, or none has a whole header.</exception>
    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        ImageTree tree = ImageTree.Of(path, cancellation);
        if (tree.Images.Count > 0)
            return options.ArrayName is { } array ? throw DatasetReader.NoNames(path, array) : Read(tree, options, cancellation);
        string[] tables = tree.IsFolder ? [.. tree.Others.Where(IsParquet).Select(tree.AddressOf)] : [];
        return tables.Length == 0
            ? throw NoImages(tree)
            : ShardReader.Read(
                path,
                ShardReader.Sorted(tables),
                options,
                (shard, own) => ParquetFile.Read(shard, own, cancellation),
                cancellation
            );
    }

    private static bool IsParquet(string name) => name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    private static ImageFileDataset Read(ImageTree tree, DatasetOptions options, CancellationToken cancellation)
    {
        string path = tree.Root;
        ImageObjects marked = ImageObjects.Of(tree, cancellation);
        ImageObjects? objects = marked.Files.Count > 0 ? marked : null;
        bool areObjects = options.Samples == SampleKind.Objects;
        ImageSamples samples = areObjects ? ImageSamples.OfObjects(tree, marked) : ImageSamples.OfImages(tree, objects);
        FolderClasses classes = FolderClasses.Of(path, [.. tree.Images.Select(tree.InnerOf)], options.LabelLevel);
        ImageMetadata? metadata = ImageMetadata.Of(tree, cancellation);
        WebDataset? beside = WebDataset.Of(tree, cancellation);
        OpenedImages set = OpenedImages.Find(path, samples.Addresses, samples.NameOf, tree.Sources, options, cancellation);
        int[] images = [.. set.Kept.Select(sample => samples.ImageOf[sample])];
        IReadOnlyList<string>[] warnings = [tree.Warnings, marked.Warnings, metadata?.Warnings ?? [], beside?.Warnings ?? []];
        SampleLabels? fromTable = areObjects ? null : beside?.LabelsOf(images) ?? metadata?.LabelsOf(images);
        List<DatasetNote> notes = [.. samples.Notes];
        SampleLabels? labels;
        if (options.LabelsPath is { } file)
            labels = LabelsFile.Read(file, samples.Addresses.Count).Pick(set.Kept);
        else if (options.LabelLevel is null && (fromTable ?? samples.LabelsOf(set.Kept)) is { } found)
            labels = found;
        else
            labels = objects is null || options.LabelLevel is not null ? classes.LabelsOf(images) : null;
        if (labels == fromTable && fromTable is not null && metadata?.Files.Count > 0)
            notes.Add(new DatasetNote($"{path}: the classes are the labels in {Listing.Of(metadata.Files)}"));
        else if (labels != fromTable && objects is null && classes.Note is { } note)
            notes.Add(note);
        HashSet<string> used = [.. objects?.Files ?? [], .. metadata?.Files ?? [], .. beside?.Files ?? [], .. ColumnsFile.NamesInFolder];
        if (tree.LeftOut(used) is { } leftOut)
            notes.Add(new DatasetNote(leftOut));
        SampleColumn[] columns = SampleColumns.Together(classes.SplitOf(images), [.. samples.ColumnsOf(set.Kept)]);
        columns = SampleColumns.Together(columns, [.. beside?.ColumnsOf(images) ?? []]);
        return new ImageFileDataset(InputFile.NameOf(path), [.. set.Kept.Select(i => samples.Addresses[i])], labels)
        {
            Root = path,
            Sources = tree.Sources,
            Columns = SampleColumns.Together(columns, [.. metadata?.ColumnsOf(images) ?? []]),
            Warnings = [.. warnings.SelectMany(each => each), .. set.Warning is { } warning ? [warning] : (string[])[]],
            Notes = notes,
            Skipped = set.Skipped,
            SourceRows = set.Kept,
            SourceCount = samples.Addresses.Count,
            SourcePaths = samples.Addresses,
        };
    }

    private static UnusableInputException NoImages(ImageTree tree)
    {
        string[] data = [.. tree.Others.Where(name => DataEndings.Contains(Path.GetExtension(name).ToLowerInvariant()))];
        if (tree.IsFolder && data.Length == 0)
            data = [.. tree.Others.Take(MaxTexts).Where(name => TextVectors.Reads(tree.AddressOf(name)))];
        if (tree.IsFolder && data.Length > 0)
        {
            return new UnusableInputException(
                $"{tree.Root}: holds no images, but {Listing.Of(data)}; give the file that holds the samples: {tree.AddressOf(data[^1])}"
            );
        }

        if (!tree.IsFolder && ForeignKind.Of(tree.Root) is { } kind)
            return new UnusableInputException($"{tree.Root}: {kind}");
        string why = tree.Warnings.Count > 0 ? $" ({tree.Warnings[0]})" : "";
        return new UnusableInputException(
            $"{tree.Root}: holds no images{why}; it should have .png, .jpg, .webp, .tif, .heic or other images, in sub-folders by class "
                + "where there are classes, or IDX files (train-images-idx3-ubyte or t10k-images-idx3-ubyte, plain or .gz)"
        );
    }
}
