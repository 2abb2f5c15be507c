using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Bench;

/// <summary>
/// `bench knn [DATA]`: the exact neighbour search alone, on some data or, without any, every variant on every device over a range of sizes.
/// On data <c>gflops</c> counts 2 n² d operations, as a full matrix product has them, to compare with programs that compute one.
/// </summary>
internal static class BenchKnnCommand
{
    private static readonly Option<int> Neighbours = new("-k")
    {
        HelpName = "K",
        DefaultValueFactory = _ => 15,
        Description = "Neighbours to find besides the sample itself (default 15).",
    };
    private static readonly Argument<string?> Data = new("DATA")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Data to search in; without it every kernel is compared on made-up data of several sizes.",
    };
    private static readonly BenchSizes Sizes = new([1000, 2000, 5000], [64, 784]);

    public static Command Create()
    {
        Command command = new(
            "knn",
            """
            Times the exact nearest-neighbour search alone.

            Examples:
              gpucluster bench knn assets/mnist -k 15 --json
              gpucluster bench knn --devices host --n 1000,5000 -o out/knn.html
            """
        )
        {
            Data,
            Neighbours,
        };
        BenchmarkOptions.AddTo(command);
        command.Add(CommonOptions.Seed);
        OptionGroups.AddData(command);
        OptionGroups.AddKnn(command);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        if (result.GetValue(Data) is not { } data)
        {
            BenchmarkOptions.Run(result, context, "knn", Sizes);
            return;
        }

        int neighbours = CommonOptions.AtLeast("-k", result.GetValue(Neighbours), 1, "neighbours");
        int runs = CommonOptions.AtLeast("--runs", result.GetValue(BenchmarkOptions.Runs), 1, "runs");
        int threads = CommonOptions.ThreadsOf(result);
        Metric metric = LayoutOptions.MetricOf(result);
        DeviceRequest device = LayoutOptions.KnnDeviceOf(result);
        using ComputeBackends backends = ComputeBackends.Create(
            device,
            device,
            threads,
            context.Progress,
            new KernelNames(result.GetValue(CommonOptions.KnnKernel), null)
        );
        Dataset dataset = DatasetStage.Load(
            data,
            OptionGroups.DatasetOptions(result, MatrixUse.Embedding),
            context.Progress,
            context.Cancellation
        );
        EmbeddingMatrix embedding = DatasetStage.Embed(dataset, threads, context.Progress, context.Cancellation).Vectors;
        int k = Math.Min(neighbours + 1, embedding.Rows);
        context.Progress.Begin(StageNames.Knn, $"({embedding.Rows}, {embedding.Columns}) to ({embedding.Rows}, {k})");
        using IKnnSearch search = backends.CreateKnn(metric, context.Progress);
        Timings timings = Timings.Measure(
            1,
            runs,
            _ => search.Search(embedding, k, metric, NoProgress.Instance, context.Cancellation),
            context.Cancellation
        );
        context.Progress.Finish();
        double gflops = 2.0 * embedding.Rows * embedding.Rows * embedding.Columns / timings.Median / 1e6;
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["n"] = embedding.Rows,
                    ["d"] = embedding.Columns,
                    ["k"] = neighbours,
                    ["msMedian"] = JsonLine.Number(timings.Median, 3),
                    ["gflops"] = JsonLine.Number(gflops, 2),
                    ["device"] = backends.KnnDevice,
                }
            );
            return;
        }

        context.Out.WriteLine(
            $"{neighbours} neighbours of {embedding.Rows} x {embedding.Columns}: {timings.Median:0.0} ms, {gflops:0.0} GFLOP/s (2 n² "
                + $"d), {backends.KnnDevice}"
        );
    }
}
