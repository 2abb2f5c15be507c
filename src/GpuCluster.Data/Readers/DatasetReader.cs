using GpuCluster.Core.Errors;
using GpuCluster.Data.Arrow;
using GpuCluster.Data.Files;
using GpuCluster.Data.Hdf5;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;
using GpuCluster.Data.Vectors;

namespace GpuCluster.Data.Readers;

/// <summary>
/// The entry point for reading data. A folder is an IDX set or holds image files, as an archive does. A file's format is detected by its
/// first bytes, so that a wrong name does no harm; if they are not conclusive, by its name, so that the message refers to the intended
/// format. Nothing is allocated on a header's claim alone.
/// </summary>
public static class DatasetReader
{
    private const string UnknownFormat =
        "unknown data format; give a folder of images or an archive of it (.zip, .tar, .tar.gz), a video, an IDX folder (as assets/mnist) "
        + "or IDX images file, a list of images (.csv, .tsv, .jsonl), or vectors as .npy, .npz, .parquet, .safetensors, .fvecs, .csv or "
        + "another format that the README lists";

    /// <summary>Reads an IDX folder, a folder or an archive of images, an IDX images file, or a .npy.</summary>
    /// <exception cref="UnusableInputException">The path or its labels are absent, damaged, of an unsupported kind, empty or not
    /// finite.</exception>
    /// <exception cref="MachineFaultException">The disk fails, or the memory does not suffice.</exception>
    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation = default)
    {
        if (options.Limit is { } limit && limit < 1)
        {
            throw new UnusableInputException($"{limit} samples: take 1 or more, or set no limit for all")
            {
                Remedies = [new Remedy(Setting.Samples)],
            };
        }

        bool isImageFolder = IsImageFolder(path);
        if (options.LabelLevel is not null && (!isImageFolder || options.LabelsPath is not null))
        {
            string why = isImageFolder ? "its labels come from a file" : "only a folder of images has classes by folders";
            throw new UnusableInputException($"{path}: {why}; leave the level of the class out")
            {
                Remedies = [new Remedy(Setting.LabelLevel)],
            };
        }

        if (options.ArrayName is { } array && !isImageFolder && (Directory.Exists(path) || !FileFormats.HasNames(FileFormats.Of(path))))
            throw NoNames(path, array);

        if (options.Samples != SampleKind.Images && !isImageFolder)
        {
            throw new UnusableInputException(
                $"{path}: only a folder or an archive of images has objects as samples; take the samples it has"
            )
            {
                Remedies = [new Remedy(Setting.SampleKind, "images")],
            };
        }

        bool isVideo = !isImageFolder && IsVideo(path);
        if (options.Every is not null && !isVideo)
        {
            throw new UnusableInputException($"{path}: no video, so it has no frames at even times; leave the time between frames out")
            {
                Remedies = [new Remedy(Setting.Every)],
            };
        }

        Dataset dataset = isVideo ? VideoFile.Read(path, options, cancellation) : ReadAny(path, isImageFolder, options, cancellation);
        if (dataset is LayoutDataset layout && !options.PositionsAlone)
            dataset = LayoutWithData.Add(layout, path, options, cancellation);
        if ((options.ColumnsPath ?? ColumnsFile.Beside(path)) is { } columns)
            dataset = ColumnJoin.Add(dataset, path, columns, options, cancellation);
        return options.As != MatrixUse.LayoutOnly || dataset is LayoutDataset
            ? dataset
            : throw new UnusableInputException(
                $"{path}: {dataset.Shape} is no layout, which is float32 (N, 2) or (N, 3); read it as vectors to have it laid out"
            )
            {
                Remedies = [new Remedy(Setting.MatrixUse, "embedding")],
            };
    }

    /// <summary>The refusal of the name of an array where arrays have none.</summary>
    internal static UnusableInputException NoNames(string path, string array) =>
        new($"{path}: has no arrays with names, so none is '{array}'; leave the name of an array out")
        {
            Remedies = [new Remedy(Setting.ArrayName)],
        };

    private static Dataset ReadAny(string path, bool isImageFolder, DatasetOptions options, CancellationToken cancellation)
    {
        if (File.Exists(path) && ForeignKind.InPlaceOf(path) is { } kind)
            throw new UnusableInputException($"{path}: {kind}");
        if (ProjectorReader.Holds(path))
            return ProjectorReader.Read(path, options, cancellation);
        if (Directory.Exists(path) && JobManifest.IsIn(path))
            return FinishedJob.Read(path, options, cancellation);
        if (Directory.Exists(path) && ClipRetrievalFolder.Is(path))
            return ClipRetrievalFolder.Read(path, options, cancellation);
        if (Directory.Exists(path))
            return IdxFolder.Holds(path) ? IdxFolder.Read(path, options, cancellation) : ImageFolder.Read(path, options, cancellation);
        if (NumberTable.Reads(path))
            return NumberTable.Read(path, options, cancellation);
        if (ImageList.Reads(path))
            return ImageList.Read(path, options, cancellation);
        if (ProjectorReader.Reads(path))
            return ProjectorReader.Read(path, options, cancellation);
        if (isImageFolder)
            return ImageFolder.Read(path, options, cancellation);
        return FileFormats.Of(path) switch
        {
            FileFormat.Idx => IdxSet.Read(InputFile.NameOf(path), [path], options, cancellation),
            FileFormat.Npy => NpyFile.Read(path, options, cancellation),
            FileFormat.Npz => NpzFile.Read(path, options, cancellation),
            FileFormat.Parquet => ParquetFile.Read(path, options, cancellation),
            FileFormat.Safetensors => SafetensorsFile.Read(path, options, cancellation),
            FileFormat.Hdf5 => Hdf5File.Read(path, options, cancellation),
            FileFormat.Arrow => Arrow(path, options, cancellation),
            FileFormat.Vecs => VecsFile.Read(path, options, cancellation),
            FileFormat.Faiss => FaissFile.Read(path, options, cancellation),
            FileFormat.Ply => PlyFile.Read(path, options, cancellation),
            FileFormat.Text => TextVectors.Read(path, options, cancellation),
            _ => throw new UnusableInputException($"{path}: {ForeignKind.Of(path) ?? UnknownFormat}"),
        };
    }

    // An .npz and a .gpc are zips too; another file by its name is refused as what it was meant to be.
    private static bool IsImageFolder(string path) =>
        Directory.Exists(path)
            ? !IdxFolder.Holds(path) && !ProjectorReader.Holds(path) && !JobManifest.IsIn(path)
            : File.Exists(path) && !IsOtherByName(path) && Archives.Is(path);

    private static bool IsOtherByName(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".npz" or ".npy" or ".gpc" or ".parquet";

    private static bool IsVideo(string path) => File.Exists(path) && VideoFile.Is(path);

    private static Dataset Arrow(string path, DatasetOptions options, CancellationToken cancellation)
    {
        int rows = options.LabelsPath is null ? options.Limit ?? int.MaxValue : int.MaxValue;
        using ArrowTable table = ArrowTable.Open(path, rows, cancellation);
        return RecordSet.Read(table, options, cancellation);
    }
}
