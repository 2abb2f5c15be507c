using GpuCluster.Core.Samples;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Npy;

namespace GpuCluster.Fuzz.Targets;

/// <summary>Readers of numbers and labels.</summary>
internal static class ArrayTargets
{
    private static readonly string[] Types = ["<f4", "<f8", ">f4", "|u1", "<i8", "|b1", "<U4", "|S4", "<f2", "|O", "|V8", "True", "(5,)"];

    public static IEnumerable<FuzzTarget> All() =>
        [
            new("idx", ["Data.Idx.IdxSource", "Data.Readers.FileFormats"], Idx, Visit.Read),
            new(
                "idx-packed",
                ["Data.Files.PackedFile"],
                () => Idx().Select(file => new FuzzInput(file.File + ".gz", Samples.Gzip(file.Bytes))),
                Visit.Read
            ),
            new("npy", ["Data.Readers.NpyFile", "Data.Files.MappedFloats"], () => Samples.Of("", ".npy"), Visit.Read) { Tokens = Types },
            new("npz", ["Data.Vectors.NpzFile"], () => Samples.Of("", ".npz"), Visit.Read) { Tokens = Types },
            new("safetensors", ["Data.Vectors.SafetensorsFile"], () => Samples.Of("vectors", ".safetensors"), Visit.Read)
            {
                Tokens = ["F32", "F64", "BF16", "I64", "BOOL", "\"shape\"", "\"data_offsets\"", "\"dtype\"", "__metadata__"],
            },
            new("hdf5", ["Data.Hdf5.Hdf5File"], () => Samples.Of("hdf5", ".h5", ".h5ad", ".hdf5"), Visit.Read)
            {
                Tokens = ["TREE", "SNOD", "HEAP", "GCOL", "OHDR", "OCHK", "FRHP", "BTHD"],
            },
            new("arrow", ["Data.Arrow.ArrowTable"], () => Samples.Of("arrow", ".arrow", ".arrows", ".feather"), Visit.Read)
            {
                Tokens = ["ARROW1", "FEA1"],
            },
            new(
                "parquet",
                ["Data.Parquet.ParquetTable", "Data.Parquet.ParquetText"],
                () => [.. Samples.Of("parquet", ".parquet"), .. Samples.Of("", ".parquet")],
                Visit.Read
            )
            {
                Tokens = ["PAR1", "PARE"],
            },
            new(
                "vecs",
                ["Data.Vectors.VecsFile"],
                () => Samples.Of("vectors", ".fvecs", ".bvecs", ".ivecs", ".fbin", ".u8bin", ".i8bin", ".ibin"),
                Visit.Read
            ),
            new("faiss", ["Data.Vectors.FaissFile"], () => Samples.Of("vectors", ".faiss"), Visit.Read)
            {
                Tokens = ["IxF2", "IxFI", "IxFl", "IxMp", "IwFl"],
            },
            new("foreign", ["Data.Files.ForeignKind"], Foreign, Visit.Read) { Tokens = ["<html", "version https://git-lfs"] },
            new("ply", ["Data.Vectors.PlyFile"], Ply, Visit.Read)
            {
                Tokens = ["format ascii 1.0\n", "element vertex ", "property list uchar int x\n", "property double x\n", "end_header\n"],
            },
            new("vector-text", ["Data.Tables.TextLines"], () => Samples.Of("vectors", ".txt", ".csv", ".tsv"), Visit.Read)
            {
                Tokens = [",", ";", "\t", "# 3 4\n", "nan", "inf", "1e39"],
            },
            new(
                "labels-npy",
                ["Data.Labels.NpyLabels", "Data.Labels.LabelsFile"],
                () => Samples.Of("", ".npy").Where(file => file.File.StartsWith("labels_", StringComparison.Ordinal)),
                ReadLabels
            )
            {
                Tokens = Types,
            },
            new("labels-idx", [], () => [new FuzzInput("labels-idx1-ubyte", Samples.IdxLabels(5))], ReadLabels),
            new(
                "class-names",
                ["Data.Labels.ClassNamesFile"],
                () => [Samples.Text("classes.txt", "cat\ndog\n  bird \n\nÄmne\n")],
                path => ClassNamesFile.Read(path)
            ),
            new("neighbours", ["Data.Npy.NeighboursFile"], () => Samples.Of("neighbours", ".npz"), ReadNeighbours) { Tokens = Types },
        ];

    private static IEnumerable<FuzzInput> Idx() =>
        [
            new FuzzInput("t10k-images-idx3-ubyte", Samples.IdxImages()),
            new FuzzInput("x-images-idx4-ubyte", [0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, .. new byte[24]]),
        ];

    private static IEnumerable<FuzzInput> Ply()
    {
        const string Properties = "property float x\nproperty float y\nproperty float z\nproperty uchar red\n";
        yield return Samples.Text(
            "text.ply",
            $"ply\nformat ascii 1.0\ncomment made here\nelement vertex 3\n{Properties}end_header\n0 1 2 3\n1 2 3 4\n-1 0.5 1e3 255\n"
        );
        byte[] header = Samples.Text("", $"ply\nformat binary_little_endian 1.0\nelement vertex 2\n{Properties}end_header\n").Bytes;
        yield return new FuzzInput("binary.ply", [.. header, .. Enumerable.Range(0, 26).Select(i => (byte)(i % 5))]);
    }

    private static IEnumerable<FuzzInput> Foreign()
    {
        yield return Ply().First();
        yield return Samples.Text("page", "<!DOCTYPE html>\n<html><head><title>Not found</title></head></html>\n");
        yield return Samples.Text("pointer.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 12\n");
        yield return Samples.Text("matlab.mat", "MATLAB 5.0 MAT-file, Platform: GLNXA64");
        yield return Samples.Text("list.json", "[{\"image\": \"a.png\"}]");
        yield return new FuzzInput("objects.pkl", [0x80, 4, 0x95, 2, 0, 0, 0, 0, 0, 0, 0, (byte)'N', (byte)'.']);
    }

    // The fixtures are of 12 samples.
    private static void ReadNeighbours(string path) => NeighboursFile.Read(path, 12, CancellationToken.None);

    // The fixtures hold four to five labels.
    private static void ReadLabels(string path)
    {
        SampleLabels labels = LabelsFile.Read(path, 5);
        if (labels.Count != 5)
            throw new InvalidOperationException("labels of another number of samples");
    }
}
