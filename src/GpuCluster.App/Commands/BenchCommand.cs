using System.CommandLine;

namespace GpuCluster.App.Commands;

/// <summary>`bench NAME`: times of this program on this machine, one benchmark a subcommand.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", """
        Measures whole runs, and compares kernels on every device of this machine.

        Examples:
          gpucluster bench knn assets/mnist -k 15 --json
          gpucluster bench knn -o out/knn.html
        """)
    {
        BenchKnnCommand.Create(),
        BenchLayoutCommand.Create(),
        BenchEmbedCommand.Create(),
        BenchRenderCommand.Create(),
        BenchSceneCommand.Create(),
        BenchLaboratoryCommand.Create("similarity", "Compares kernels that compute cosines, on every device.", [1000, 10_000], [64, 784]),
    };
}
