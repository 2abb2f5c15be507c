using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Quality;
using GpuCluster.Data;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Models;

/// <summary>
/// `label DATA --model M --classes …`: the class whose sentences fit an image best, with probabilities, without training.
/// </summary>
internal static class LabelCommand
{
    /// <summary>Beyond it a scale makes every probability 0 or 1.</summary>
    private const double GreatestScale = 1000;

    private static readonly Option<double?> Scale = new("--scale")
    {
        HelpName = "S",
        Description = "What cosines are multiplied by before they become probabilities (default: the model's trained scale).",
    };
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Where the labels go: .csv (with a column predicted), or .npy with .probabilities.npy beside it.",
    };

    public static Command Create()
    {
        Command command = new(
            "label",
            """
            Labels images by names alone (zero-shot): each gets the class whose sentences fit it best, with probabilities. Where the data
            has labels, says how many agree.

            Example:
              gpucluster label assets/mnist --model tiny-clip --classes "zero;one;two;three;four;five;six;seven;eight;nine" \
                --template "a photo of the digit {}" -o out/labels.csv
            """
        )
        {
            CommonOptions.Data,
            ModelOption.Model,
        };
        OptionGroups.Add(
            command,
            [.. ClassOptions.All, Scale, Output, CommonOptions.Spreadsheet, CommonOptions.Device, CommonOptions.Threads]
        );
        OptionGroups.AddData(command);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        EmbeddingSettings settings = ModelOption.Read(result);
        string? output = result.GetValue(Output);
        if (output is not null)
            FoundLabelsWriter.Check(output);
        IReadOnlyList<string> templates = ClassOptions.TemplatesOf(result);
        IReadOnlyList<string>? named = ClassOptions.NamesOf(result);
        using TextLabels texts = new(settings, context.Progress.Warn);
        double scale = result.GetValue(Scale) is { } given ? CommonOptions.Within("--scale", given, 0, GreatestScale) : texts.TrainedScale;
        Dataset loaded = DatasetStage.Load(
            result.GetValue(CommonOptions.Data)!,
            OptionGroups.DatasetOptions(result, MatrixUse.Embedding),
            context.Progress,
            context.Cancellation
        );
        ModelOption.ReadFor(result, loaded);
        // Ready vectors were not seen by the stage that embeds.
        if (loaded is EmbeddingDataset ready && settings.Model is { } model)
            EmbeddingRun.WarnOfDomain(loaded.Name, model, ready.Embedding, context.Progress);
        IReadOnlyList<string> names = named ?? OwnNames(loaded);
        (Dataset dataset, EmbeddingMatrix vectors) = DatasetStage.Embed(loaded, settings, context.Progress, context.Cancellation);
        ZeroShotLabels found = texts.Find(dataset.Name, vectors, names, templates, scale, settings.Threads, context.Cancellation);
        if (output is not null)
        {
            FoundLabelsWriter.Write(
                output,
                new FoundLabels(names, found.ClassOf, found.Probabilities, SampleHeading.Of(dataset)),
                result.GetValue(CommonOptions.Spreadsheet),
                context.Cancellation
            );
        }

        LabelAgreement? agreement = dataset.Labels is { } labels ? LabelAgreement.Count(found.ClassOf, names, labels) : null;
        if (dataset.Labels is { } others && agreement is null)
        {
            context.Progress.Warn(
                $"{dataset.Name}: its own labels ({string.Join(", ", others.ClassNames.Take(3))}, …) are not among the classes, so no "
                    + "accuracy is measured"
            );
        }

        context.Progress.Finish();
        new LabelReport(texts.Model, names, templates, scale, found, agreement).Write(context, output);
    }

    private static IReadOnlyList<string> OwnNames(Dataset dataset) =>
        dataset.Labels is { } labels && labels.ClassNames.Any(name => !int.TryParse(name, out _))
            ? labels.ClassNames
            : throw new UnusableInputException(
                $"{dataset.Name}: has no labels that are words; name the classes with --classes \"cat;dog\" or --classes-file FILE"
            );
}
