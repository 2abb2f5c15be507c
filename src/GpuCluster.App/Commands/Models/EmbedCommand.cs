using System.CommandLine;
using System.Diagnostics;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Embeddings;
using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;
using GpuCluster.Embedding.Images;
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
            DecodesLate = settings.Model is not null,
        };
        Dataset dataset = DatasetStage.Load(result.GetValue(CommonOptions.Data)!, options, context.Progress, context.Cancellation);
        IImageSource pictures =
            dataset.OpenImages()
            ?? throw new UnusableInputException(
                $"{dataset.Name}: {dataset.Shape} are vectors already; give images: a folder, or IDX files"
            );
        EmbedReport report;
        EmbeddingMatrix vectors;
        List<int> rows = [.. Enumerable.Range(0, dataset.Count)];
        if (settings.Model is { } model)
        {
            (EmbeddedImages embedded, string device) = EmbeddingRun.Embed(dataset, model, settings, context.Progress, context.Cancellation);
            rows.RemoveAll(row => embedded.Reasons[row] is not null);
            SkippedFile[] failed =
            [
                .. Enumerable
                    .Range(0, dataset.Count)
                    .Where(row => embedded.Reasons[row] is not null)
                    .Select(row => new SkippedFile(pictures.NameOf(row), embedded.Reasons[row]!)),
            ];
            if (rows.Count == 0)
            {
                throw new UnusableInputException(
                    $"{dataset.Name}: the model could embed none of its images ({failed[0].Reason}); check model and images"
                );
            }

            if (failed.Length > 0)
            {
                context.Progress.Warn(
                    $"{dataset.Name}: {failed.Length} of {dataset.Count} images cannot be embedded and are left out: "
                        + Listing.Of([.. failed.Select(file => $"{file.Path} ({file.Reason})")])
                );
            }

            vectors = Picked(embedded.Vectors, rows);
            report = new EmbedReport(
                settings.ModelName,
                device,
                rows.Count,
                embedded.Vectors.Columns,
                [.. dataset.Skipped, .. failed],
                embedded.Computed,
                embedded.Seconds
            );
        }
        else
        {
            long start = Stopwatch.GetTimestamp();
            vectors = DatasetStage.Embed(dataset, settings, context.Progress, context.Cancellation);
            report = new EmbedReport(
                settings.ModelName,
                "host",
                rows.Count,
                vectors.Columns,
                dataset.Skipped,
                rows.Count,
                Stopwatch.GetElapsedTime(start).TotalSeconds
            );
        }

        SampleLabels? labels = dataset.Labels is { } all ? all with { ClassOf = [.. rows.Select(row => all.ClassOf[row])] } : null;
        // Images within a larger file have names and no paths. Paths are relative to the folder of the vectors, as readers expect.
        string[] names = [.. rows.Select(pictures.NameOf)];
        if (dataset is ImageFileDataset { Names: null })
            names = BesideFiles.Relative(output, names);
        EmbeddingRecord record = new(vectors, names, labels, settings.ModelName) { Heading = SampleHeading.Of(dataset).Pick(rows) };
        EmbeddingWriter.Write(output, record, context.Cancellation);
        context.Progress.Finish();
        report.Write(context, output);
    }

    private static EmbeddingMatrix Picked(EmbeddingMatrix vectors, List<int> rows)
    {
        if (rows.Count == vectors.Rows)
            return vectors;
        float[] values = new float[rows.Count * vectors.Columns];
        for (int i = 0; i < rows.Count; i++)
            vectors.Row(rows[i]).CopyTo(values.AsSpan(i * vectors.Columns));
        return new EmbeddingMatrix(rows.Count, vectors.Columns, values);
    }
}
