using GpuCluster.Core.Errors;
using GpuCluster.Data.Arrow;
using GpuCluster.Data.Files;
using GpuCluster.Data.Hdf5;
using GpuCluster.Data.Parquet;
using GpuCluster.Data.Tables;
using GpuCluster.Data.Vectors;

namespace GpuCluster.Data.Readers;

/// <summary>
/// The entry point for reading data. A folder is an IDX set or holds image files. A file's format is detected by its first bytes, so that a
/// wrong name does no harm; if they are not conclusive, by its name, so that the message refers to the intended format. Nothing is
/// allocated on a header's claim alone.
/// </summary>
public static class DatasetReader
{
    /// <summary>Reads an IDX folder, a folder of images, an IDX images file, or a .npy.</summary>
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

        bool isImageFolder = Directory.Exists(path) && !IdxFolder.Holds(path) && !ParquetFolder.Holds(path) && !ProjectorReader.Holds(path);
        if (options.LabelLevel is not null && (!isImageFolder || options.LabelsPath is not null))
        {
            string why = isImageFolder ? "its labels come from a file" : "only a folder of images has classes by folders";
            throw new UnusableInputException($"{path}: {why}; leave the level of the class out")
            {
                Remedies = [new Remedy(Setting.LabelLevel)],
            };
        }

        if (options.ArrayName is { } array && !HoldsNames(path))
        {
            throw new UnusableInputException($"{path}: has no arrays with names, so none is '{array}'; leave the name of an array out")
            {
                Remedies = [new Remedy(Setting.ArrayName)],
            };
        }

        Dataset dataset = ReadAny(path, options, cancellation);
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

    private static bool HoldsNames(string path) =>
        Directory.Exists(path) ? ParquetFolder.Holds(path) : FileFormats.HasNames(FileFormats.Of(path));

    private static Dataset ReadAny(string path, DatasetOptions options, CancellationToken cancellation)
    {
        if (ProjectorReader.Holds(path))
            return ProjectorReader.Read(path, options, cancellation);
        if (Directory.Exists(path) && ParquetFolder.Holds(path))
            return Parquet(path, ParquetFolder.FilesOf(path), options, cancellation);
        if (Directory.Exists(path))
            return IdxFolder.Holds(path) ? IdxFolder.Read(path, options, cancellation) : ImageFolder.Read(path, options, cancellation);
        if (NumberTable.Reads(path))
            return NumberTable.Read(path, options, cancellation);
        if (ImageList.Reads(path))
            return ImageList.Read(path, options, cancellation);
        if (ProjectorReader.Reads(path))
            return ProjectorReader.Read(path, options, cancellation);
        return FileFormats.Of(path) switch
        {
            FileFormat.Idx => IdxSet.Read(InputFile.NameOf(path), [path], options, cancellation),
            FileFormat.Npy => NpyFile.Read(path, options, cancellation),
            FileFormat.Npz => NpzFile.Read(path, options, cancellation),
            FileFormat.Parquet => Parquet(path, [path], options, cancellation),
            FileFormat.Safetensors => SafetensorsFile.Read(path, options, cancellation),
            FileFormat.Hdf5 => Hdf5File.Read(path, options, cancellation),
            FileFormat.Arrow => Arrow(path, options, cancellation),
            FileFormat.Vecs => VecsFile.Read(path, options, cancellation),
            FileFormat.Faiss => FaissFile.Read(path, options, cancellation),
            FileFormat.Ply => PlyFile.Read(path, options, cancellation),
            FileFormat.Text => TextVectors.Read(path, options, cancellation),
            _ => throw new UnusableInputException(
                $"{path}: unknown data format; give a folder of images, an IDX folder (as assets/mnist) or IDX images file, a list of "
                    + "images (.csv, .tsv, .jsonl), or vectors as .npy, .npz, .parquet, .safetensors, .fvecs, .csv or another format that "
                    + "the README lists"
            ),
        };
    }

    private static Dataset Parquet(string path, string[] files, DatasetOptions options, CancellationToken cancellation)
    {
        using ParquetTable table = ParquetTable.Open(path, files, cancellation);
        return RecordSet.Read(table, options, cancellation);
    }

    private static Dataset Arrow(string path, DatasetOptions options, CancellationToken cancellation)
    {
        int rows = options.LabelsPath is null ? options.Limit ?? int.MaxValue : int.MaxValue;
        using ArrowTable table = ArrowTable.Open(path, rows, cancellation);
        return RecordSet.Read(table, options, cancellation);
    }
}
