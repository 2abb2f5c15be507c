using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.App.Pipeline;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;

namespace GpuCluster.App.Commands;

/// <summary>`bench knn DATA`: the exact neighbour search alone. Operations are counted as 2 n² d, as a full matrix product has them.</summary>
internal static class BenchKnnCommand
{
    private static readonly Option<int> Neighbours = new("-k") { HelpName = "K", DefaultValueFactory = _ => 15, Description = "Neighbours to find besides the sample itself (default 15)." };
    private static readonly Option<int> Runs = new("--runs") { HelpName = "R", DefaultValueFactory = _ => 5, Description = "Runs to take the median of, after one to warm up (default 5)." };

    public static Command Create()
    {
        Command command = new("knn", """
            Times the exact nearest-neighbour search alone.

            Example:
              gpucluster bench knn assets/mnist -k 15 --json
            """)
        {
            CommonOptions.Data, Neighbours, Runs,
        };
        OptionGroups.AddData(command);
        OptionGroups.AddKnn(command);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        int neighbours = CommonOptions.AtLeast("-k", result.GetValue(Neighbours), 1, "neighbours");
        int runs = CommonOptions.AtLeast("--runs", result.GetValue(Runs), 1, "runs");
        int threads = CommonOptions.ThreadsOf(result);
        Metric metric = LayoutOptions.MetricOf(result);
        DeviceRequest device = LayoutOptions.KnnDeviceOf(result);
        using ComputeBackends backends = ComputeBackends.Create(device, device, threads, context.Progress);
        Dataset dataset = DatasetStage.Load(result.GetValue(CommonOptions.Data)!, OptionGroups.DatasetOptions(result, MatrixUse.Embedding), context.Progress, context.Cancellation);
        EmbeddingMatrix embedding = DatasetStage.Embed(dataset, threads, context.Progress, context.Cancellation);
        int k = Math.Min(neighbours + 1, embedding.Rows);
        context.Progress.Begin(StageNames.Knn, $"({embedding.Rows}, {embedding.Columns}) to ({embedding.Rows}, {k})");
        using IKnnSearch search = backends.CreateKnn();
        Timings timings = Timings.Measure(1, runs, _ => search.Search(embedding, k, metric, NoProgress.Instance, context.Cancellation), context.Cancellation);
        context.Progress.Finish();
        double gflops = 2.0 * embedding.Rows * embedding.Rows * embedding.Columns / timings.Median / 1e6;
        if (context.Json)
        {
            JsonLine.Write(context.Out, new JsonObject
            {
                ["n"] = embedding.Rows,
                ["d"] = embedding.Columns,
                ["k"] = neighbours,
                ["msMedian"] = JsonLine.Number(timings.Median, 3),
                ["gflops"] = JsonLine.Number(gflops, 2),
                ["device"] = backends.KnnDevice,
            });
            return;
        }

        context.Out.WriteLine($"{neighbours} neighbours of {embedding.Rows} x {embedding.Columns}: {timings.Median:0.0} ms, {gflops:0.0} GFLOP/s (2 n² d), {backends.KnnDevice}");
    }
}
