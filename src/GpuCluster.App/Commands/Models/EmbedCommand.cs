using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Data;
using GpuCluster.Data.Embeddings;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Models;

/// <summary>`embed DATA -o OUT`: images to vectors in a file.</summary>
internal static class EmbedCommand
{
    private static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Required = true,
        Description = "Where the vectors go: .npy (float32, N x D, with .labels.npy and .columns.csv beside it), .npz or .parquet.",
    };

    public static Command Create()
    {
        Command command = new(
            "embed",
            """
            Turns images into vectors by a model and writes them with paths, labels and the model's name. What was embedded before comes
            from the cache, so an interrupted run goes on where it stopped.

            Example:
              gpucluster embed assets/fashion --model tiny-clip -o out/fashion.parquet --json
            """
        )
        {
            CommonOptions.Data,
            Output,
            CommonOptions.Limit,
            CommonOptions.Labels,
            CommonOptions.Dataset,
            CommonOptions.LabelLevel,
            CommonOptions.Samples,
            CommonOptions.Every,
            ModelOption.Model,
            CommonOptions.Device,
            CommonOptions.Threads,
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        EmbeddingSettings settings = ModelOption.Read(result);
        string output = result.GetValue(Output)!;
        EmbeddingWriter.Check(output);
        DatasetOptions options = new()
        {
            Limit = CommonOptions.LimitOf(result),
            LabelsPath = result.GetValue(CommonOptions.Labels),
            ArrayName = result.GetValue(CommonOptions.Dataset),
            LabelLevel = result.GetValue(CommonOptions.LabelLevel),
            Samples = CommonOptions.SamplesOf(result),
            Every = CommonOptions.EveryOf(result),
        };
        Dataset dataset = DatasetStage.Load(result.GetValue(CommonOptions.Data)!, options, context.Progress, context.Cancellation);
        if (dataset.OpenImages() is null)
            throw new UnusableInputException($"{dataset.Name}: {dataset.Shape} are vectors already; give images: a folder, or IDX files");

        SampleVectors found = DatasetStage.Embed(dataset, settings, context.Progress, context.Cancellation);
        EmbeddedFile.Write(output, dataset, found, settings.ModelName, context.Cancellation);
        context.Progress.Finish();
        new EmbedReport(
            settings.ModelName,
            found.Device,
            found.Vectors.Rows,
            found.Vectors.Columns,
            found.Dataset.Skipped,
            found.Computed,
            found.Seconds
        ).Write(context, output);
    }
}
