using System.CommandLine;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.CommandLine;

namespace GpuCluster.App.Commands.Bench;

/// <summary>`bench NAME` where NAME has nothing but kernels to compare.</summary>
internal static class BenchLabCommand
{
    /// <summary>A benchmark.</summary>
    /// <param name="name">As kernels name it.</param>
    /// <param name="what">What it compares, for --help.</param>
    /// <param name="sizes">Where --n and --d say nothing.</param>
    public static Command Create(string name, string what, BenchSizes sizes)
    {
        Command command = new(
            name,
            $"""
            {what}

            Example:
              gpucluster bench {name} -o out/{name}.html
            """
        );
        BenchmarkOptions.AddTo(command);
        command.Add(CommonOptions.Threads);
        command.Add(CommonOptions.Seed);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, (result, context) => BenchmarkOptions.Run(result, context, name, sizes));
        return command;
    }
}
