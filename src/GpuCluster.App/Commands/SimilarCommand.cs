using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Pipeline;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;

namespace GpuCluster.App.Commands;

/// <summary>`similar DATA`: the samples most alike to one of them, or to a picture.</summary>
internal static class SimilarCommand
{
    private static readonly Option<int?> Index = new("--index") { HelpName = "I", Description = "The sample to compare with, from 0; it is left out of the results." };
    private static readonly Option<string?> Image = new("--image") { HelpName = "FILE", Description = "A picture to compare with, embedded as the data is." };
    private static readonly Option<int> Top = new("--top", "-k") { HelpName = "K", DefaultValueFactory = _ => 10, Description = "How many (default 10)." };
    private static readonly Option<string?> Output = new("--output", "-o") { HelpName = "FILE", Description = "A .png: contact sheet with pictures, cosines and names." };

    public static Command Create()
    {
        Command command = new("similar", """
            Finds the samples of the highest cosine with one of them or with a picture.

            Example:
              gpucluster similar assets/mnist --index 7 -k 24 -o out/similar.png
            """)
        {
            CommonOptions.Data, Index, Image, Top, Output,
        };
        OptionGroups.AddData(command);
        command.Add(CommonOptions.Device);
        command.Add(CommonOptions.Threads);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        int top = CommonOptions.AtLeast("-k", result.GetValue(Top), 1, "results");
        if (result.GetValue(Index) is null == result.GetValue(Image) is null)
            throw new UnusableInputException("similar: say what to compare with, by one of --index I and --image FILE");
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        int threads = CommonOptions.ThreadsOf(result);
        string? output = result.GetValue(Output);
        if (output is not null) SimilarSheet.Check(output);

        DeviceRequest device = DeviceRequest.Parse("--device", result.GetValue(CommonOptions.Device)!);
        using ComputeBackends backends = ComputeBackends.Create(device, device, threads, context.Progress);
        Dataset dataset = DatasetStage.Load(result.GetValue(CommonOptions.Data)!, options, context.Progress, context.Cancellation);
        if (result.GetValue(Index) is { } asked && (asked < 0 || asked >= dataset.Count))
            throw new UnusableInputException($"--index {asked}: the data has {dataset.Count} samples, 0 to {dataset.Count - 1}");
        SimilarQuery query = SimilarQuery.Of(dataset, result.GetValue(Index), result.GetValue(Image));
        EmbeddingMatrix embedding = DatasetStage.Embed(dataset, threads, context.Progress, context.Cancellation);

        context.Progress.Begin(StageNames.Query, $"({embedding.Rows}, {embedding.Columns}) on {backends.KnnDevice}");
        float[] cosines = new float[embedding.Rows];
        using (ICosineSimilarity similarity = backends.CreateCosine(embedding, context.Progress.Warn))
        {
            if (query.Index is { } index)
                similarity.Row(index, cosines);
            else
                similarity.Query(query.Vector, cosines);
        }

        SimilarReport report = new(dataset, query, TopCosines.Of(cosines, top, query.Index), cosines);
        if (output is not null) SimilarSheet.Write(output, report, context);
        context.Progress.Finish();
        report.Print(context, output);
    }
}
