using GpuCluster.Chaos.Kills;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Faults;

/// <summary>One small file of each kind that the program reads, with a command that reads it.</summary>
internal static class ReadCommands
{
    /// <summary>Holds several matrices, so that one has to be named.</summary>
    private const string OneOfMany = "hdf5/filters.h5";

    private static readonly string[] Files =
    [
        "f64_5x3.npy",
        "fortran_5x3.npy",
        "named.npz",
        "medmnist.npz",
        "embedding.parquet",
        "hugging-face.parquet",
        "arrow/polars.feather",
        "arrow/polars-lz4.feather",
        "arrow/fixed-float.arrows",
        "hdf5/keras.h5",
        OneOfMany,
        "hdf5/cells.h5ad",
        "archives/photos.zip",
        "archives/gnu.tar",
        "archives/pax.tar.gz",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KilledCommand> All { get; } =
    [
        .. Files.Select(file => new KilledCommand(
            file,
            [
                "layout",
                Path.Combine(RepositoryRoot.Find(), "tests", "GpuCluster.Data.Tests", "fixtures", file),
                "--epochs",
                "5",
                .. file == OneOfMany ? new[] { "--dataset", "gzip" } : [],
                "-o",
                "x.npy",
            ],
            "x.npy"
        )),
    ];
}
