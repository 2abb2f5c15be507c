using System.CommandLine;

namespace GpuCluster.App.Commands;

/// <summary>`bench NAME`: times of this program on this machine, one benchmark a subcommand.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", """
        Measures whole runs on this machine.

        Example:
          gpucluster bench knn assets/mnist -k 15 --json
        """)
    {
        BenchKnnCommand.Create(),
        BenchLayoutCommand.Create(),
        BenchRenderCommand.Create(),
        BenchSceneCommand.Create(),
    };
}
