using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.App.Commands.Bench;

/// <summary>`bench list`: the kernels of every device, by the names that --knn-kernel and --layout-kernel take too.</summary>
internal static class BenchListCommand
{
    public static Command Create()
    {
        Command command = new(
            "list",
            """
            Lists every kernel on every device that is here.

            Example:
              gpucluster bench list --json
            """
        );
        command.Add(CommonOptions.Threads);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        JsonArray kernels = [];
        foreach (BenchmarkDevice device in BenchmarkDevice.Open([], draws: true, CommonOptions.ThreadsOf(result), context.Progress))
        {
            using (device)
            {
                foreach (KernelVariant variant in device.Variants.OrderBy(each => each.Bench, StringComparer.Ordinal))
                {
                    kernels.Add(
                        (JsonNode)
                            new JsonObject
                            {
                                ["device"] = device.Selector,
                                ["bench"] = variant.Bench,
                                ["kernel"] = variant.Kernel,
                                ["variant"] = variant.Variant,
                            }
                    );
                }
            }
        }

        if (context.Json)
        {
            JsonLine.Write(context.Out, new JsonObject { ["kernels"] = kernels });
            return;
        }

        foreach (JsonNode? kernel in kernels)
        {
            context.Out.WriteLine(
                $"{(string)kernel!["device"]!, -10} {(string)kernel["bench"]!, -10} {(string)kernel["kernel"]!, -12} {kernel["variant"]}"
            );
        }
    }
}
