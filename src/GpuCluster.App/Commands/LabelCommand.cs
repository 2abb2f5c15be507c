using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Pipeline;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Quality;
using GpuCluster.Data;
using GpuCluster.Data.Labels;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Text;

namespace GpuCluster.App.Commands;

/// <summary>`label DATA --model M --classes …`: the class whose sentences fit an image best, with probabilities, without training.</summary>
internal static class LabelCommand
{
    /// <summary>Beyond it a scale makes every probability 0 or 1.</summary>
    private const double GreatestScale = 1000;

    private static readonly Option<string?> Classes = new("--classes") { HelpName = "\"A;B;…\"", Description = "Names of the classes, semicolons between them (default: the words that the data's own labels are)." };
    private static readonly Option<string?> ClassesFile = new("--classes-file") { HelpName = "FILE", Description = "Names of the classes, a name a line." };
    private static readonly Option<string[]> Templates = new("--template") { HelpName = "TEXT", Description = "A sentence with {} for the name; give several to take their mean (default: four general ones)." };
    private static readonly Option<double?> Scale = new("--scale") { HelpName = "S", Description = "What cosines are multiplied by before they become probabilities (default: the model's trained scale)." };
    private static readonly Option<string?> Output = new("--output", "-o") { HelpName = "FILE", Description = "Where the labels go: .csv, or .npy with .probabilities.npy beside it." };

    public static Command Create()
    {
        Command command = new("label", """
            Labels images by names alone (zero-shot): each gets the class whose sentences fit it best, with probabilities. Where the data has labels, says how many agree.

            Example:
              gpucluster label assets/mnist --model tiny-clip --classes "zero;one;two;three;four;five;six;seven;eight;nine" --template "a photo of the digit {}" -o out/labels.csv
            """)
        {
            CommonOptions.Data, ModelOption.Model, Classes, ClassesFile, Templates, Scale, Output, CommonOptions.Device, CommonOptions.Threads,
        };
        OptionGroups.AddData(command);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        EmbeddingSettings settings = ModelOption.Read(result);
        ModelFolder model = settings.Model ?? throw new UnusableInputException("--model pixels: knows no texts; give a model with a text side, such as --model tiny-clip (digits and garments) or a CLIP (models/README.md says where to get one)");
        string? output = result.GetValue(Output);
        if (output is not null) FoundLabelsWriter.Check(output);
        double scale = result.GetValue(Scale) is { } given ? CommonOptions.Within("--scale", given, 0, GreatestScale) : LogitScale.Of(model);
        IReadOnlyList<string> templates = result.GetValue(Templates) is { Length: > 0 } own ? own : ClassPrompts.Usual;
        IReadOnlyList<string>? named = ClassNames(result);
        using ClipTextEmbedder texts = ClipTextEmbedder.Open(model.Path, context.Progress.Warn);
        Dataset dataset = DatasetStage.Load(result.GetValue(CommonOptions.Data)!, OptionGroups.DatasetOptions(result, MatrixUse.Embedding), context.Progress, context.Cancellation);
        ModelOption.ReadFor(result, dataset);
        IReadOnlyList<string> names = named ?? OwnNames(dataset);
        EmbeddingMatrix classes = ClassPrompts.Embed(texts, names, templates, context.Cancellation);
        EmbeddingMatrix images = Images(dataset, settings, context);
        if (images.Columns != classes.Columns)
            throw new UnusableInputException($"{dataset.Name}: vectors of {images.Columns} features, and {model.Name} makes texts of {classes.Columns}: another model made them; give the images themselves, or that model");
        if ((long)images.Rows * names.Count > Array.MaxLength) throw new UnusableInputException($"{images.Rows} images x {names.Count} classes are more than one array holds; use --limit or fewer classes");
        ZeroShotLabels found = ZeroShotLabels.Measure(images, classes, scale, settings.Threads, context.Cancellation);
        if (output is not null)
        {
            Func<int, string>? nameOf = dataset.OpenPictures() is { } pictures ? pictures.NameOf : null;
            FoundLabelsWriter.Write(output, new FoundLabels(names, found.ClassOf, found.Probabilities, nameOf), context.Cancellation);
        }

        LabelAgreement? agreement = dataset.Labels is { } labels ? LabelAgreement.Count(found.ClassOf, names, labels) : null;
        if (dataset.Labels is { } others && agreement is null)
            context.Progress.Warn($"{dataset.Name}: its own labels ({string.Join(", ", others.ClassNames.Take(3))}, …) are not among the classes, so no accuracy is measured");
        context.Progress.Finish();
        new LabelReport(model.Name, names, templates, scale, found, agreement).Write(context, output);
    }

    private static EmbeddingMatrix Images(Dataset dataset, EmbeddingSettings settings, RunContext context) =>
        dataset is EmbeddingDataset ready ? ready.Embedding : DatasetStage.Embed(dataset, settings, context.Progress, context.Cancellation);

    private static IReadOnlyList<string>? ClassNames(ParseResult result)
    {
        string? listed = result.GetValue(Classes), file = result.GetValue(ClassesFile);
        if (listed is not null && file is not null) throw new UnusableInputException("--classes and --classes-file: give one of them");
        return file is not null ? ClassNamesFile.Read(file) : listed?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static IReadOnlyList<string> OwnNames(Dataset dataset) => dataset.Labels is { } labels && labels.ClassNames.Any(name => !int.TryParse(name, out _))
        ? labels.ClassNames
        : throw new UnusableInputException($"{dataset.Name}: has no labels that are words; name the classes with --classes \"cat;dog\" or --classes-file FILE");
}
