using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Data.Labels;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A folder of image files as a data set. Sub-folders are classes and splits (<see cref="FolderClasses"/>); tables of metadata add columns
/// and may name the classes (<see cref="ImageMetadata"/>).
/// </summary>
internal static class ImageFolder
{
    /// <summary>Decodes every image, on all cores.</summary>
    /// <exception cref="UnusableInputException">It has no image, or none can be decoded.</exception>
    public static ImageFileDataset Read(string folder, DatasetOptions options, CancellationToken cancellation)
    {
        ImageFiles files = ImageFiles.Find(folder, cancellation);
        if (files.Paths.Count == 0)
        {
            throw new UnusableInputException(
                $"{folder}: holds no images; it should have .png, .jpg, .bmp, .gif, .tga or .webp files, in sub-folders by class "
                    + "where there are classes, or IDX files (train-images-idx3-ubyte or t10k-images-idx3-ubyte, plain or .gz)"
            );
        }

        string[] paths = [.. files.Paths.Select(path => Path.Combine(folder, path))];
        FolderClasses classes = FolderClasses.Of(folder, files.Paths, options.LabelLevel);
        ImageMetadata? metadata = ImageMetadata.Of(folder, files.Paths, files.Others, cancellation);
        DecodedImages set = DecodedImages.Read(folder, paths, i => files.Paths[i], options, cancellation);
        SampleLabels? fromTable = options.LabelsPath is null && options.LabelLevel is null ? metadata?.LabelsOf(set.Kept) : null;
        SampleLabels? labels = options.LabelsPath is { } path
            ? DatasetReader.ReadLabels(path, paths.Length).Pick(set.Kept)
            : fromTable ?? classes.LabelsOf(set.Kept);
        List<string> warnings = [.. metadata?.Warnings ?? []];
        List<DatasetNote> notes = [];
        if (fromTable is not null)
            notes.Add(new DatasetNote($"{folder}: the classes are the labels in {string.Join(", ", metadata!.Files.Take(2))}"));
        else if (classes.Note is { } note)
            notes.Add(note);
        if (set.Warning is { } warning)
            warnings.Add(warning);
        if (files.ClosedFolders.Count > 0)
        {
            warnings.Add(
                $"{folder}: {files.ClosedFolders.Count} folders may not be read and are left out: "
                    + $"{DecodedImages.Listed(files.ClosedFolders)}"
            );
        }

        return new ImageFileDataset(InputFile.NameOf(folder), [.. set.Kept.Select(i => paths[i])], set.Pixels, labels)
        {
            Columns = SampleColumns.Together(classes.SplitOf(set.Kept), [.. metadata?.ColumnsOf(set.Kept) ?? []]),
            Warnings = warnings,
            Notes = notes,
            Skipped = set.Skipped,
            SourceRows = set.Kept,
            SourceCount = paths.Length,
            SourcePaths = paths,
        };
    }
}
