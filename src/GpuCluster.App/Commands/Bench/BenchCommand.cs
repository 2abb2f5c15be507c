using System.CommandLine;
using GpuCluster.App.Benchmarks;

namespace GpuCluster.App.Commands.Bench;

/// <summary>`bench NAME`: times of this program on this machine, one benchmark a subcommand.</summary>
internal static class BenchCommand
{
    public static Command Create() =>
        new(
            "bench",
            """
            Measures whole runs, and compares kernels on every device of this machine.

            Examples:
              gpucluster bench knn assets/mnist -k 15 --json
              gpucluster bench knn -o out/knn.html
              gpucluster bench umap --devices host,opencl --n 10000,100000 --json
            """
        )
        {
            BenchListCommand.Create(),
            BenchKnnCommand.Create(),
            BenchLayoutCommand.Create(),
            BenchEmbedCommand.Create(),
            BenchRenderCommand.Create(),
            BenchSceneCommand.Create(),
            BenchRegressCommand.Create(),
            BenchLabCommand.Create(
                "similarity",
                "Compares kernels that compute cosines, on every device.",
                new BenchSizes([1000, 10_000], [64, 784])
            ),
            BenchLabCommand.Create(
                "umap",
                "Compares kernels that compute epochs of UMAP, on every device.",
                BenchSizes.OfPoints(1000, 10_000, 100_000)
            ),
            BenchLabCommand.Create(
                "tsne",
                "Compares kernels that compute epochs of t-SNE, exact and by octree, on every device that has them.",
                BenchSizes.OfPoints(1000, 3000, 10_000)
            ),
            BenchLabCommand.Create(
                "stream",
                "Compares ways in which an epoch's positions reach the memory that is drawn from, on every device.",
                BenchSizes.OfPoints(10_000, 100_000, 1_000_000) with
                {
                    Draws = true,
                }
            ),
        };
}
