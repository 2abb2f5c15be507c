using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Similarity;

/// <summary>`duplicates DATA`: copies and near-duplicates, in groups, over all pairs.</summary>
internal static class DuplicatesCommand
{
    private static readonly Option<double?> Threshold = new("--threshold")
    {
        HelpName = "C",
        Description =
            "Cosine from which two samples are near-duplicates, -1 to 1. Default: image files without --model are compared by look, "
            + "everything else from 0.95 on.",
    };
    private static readonly Option<string> Group = new("--group")
    {
        HelpName = "star|connected",
        DefaultValueFactory = _ => "star",
        Description = "star: every member is near the centre (default). connected: chains of pairs join.",
    };
    private static readonly Option<string?> Keep = new("--keep")
    {
        HelpName = "RULE,…",
        Description =
            "Which of each group to keep; each rule decides where those before it do not: larger (pixels), bytes, sharper, format "
            + "(raw, HEIC, …, JPEG), older (file), folder (the first), first, centre "
            + "(default larger,bytes, then the first; of vectors centre).",
    };
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Where the groups go: .csv, .json, or .png for a contact sheet.",
    };

    public static Command Create()
    {
        Command command = new(
            "duplicates",
            """
            Finds copies (files of equal content, or equal rows) and near-duplicates over all pairs, groups them, and says which of each
            group to keep.

            Image files without a model are compared by look: pictures saved again, scaled, cropped by some per cent or made brighter
            are near-duplicates; different pictures of one thing are not. With --threshold, with --model and for other data the cosine
            decides.

            Example:
              gpucluster duplicates photos -o out/duplicates.png
            """
        )
        {
            CommonOptions.Data,
            Threshold,
            Group,
            Keep,
            Output,
            CommonOptions.Spreadsheet,
        };
        OptionGroups.AddData(command);
        command.Add(ModelOption.Model);
        command.Add(CommonOptions.Device);
        command.Add(CommonOptions.Threads);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        float? threshold = result.GetValue(Threshold) is { } asked ? (float)CommonOptions.Within("--threshold", asked, -1, 1) : null;
        GroupLinkage linkage = LinkageOf(result.GetValue(Group)!);
        KeepRule keep = KeepOf(result.GetValue(Keep));
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        EmbeddingSettings settings = ModelOption.Read(result);
        string? output = result.GetValue(Output);
        if (output is not null)
            DuplicatesFile.Check(output);

        Dataset dataset = DatasetStage.Load(result.GetValue(CommonOptions.Data)!, options, context.Progress, context.Cancellation);
        if (keep != KeepRule.Default)
            keep.Check(dataset);
        bool isByLook = threshold is null && DuplicateStage.IsByLook(dataset, settings.Model);
        float minCosine = threshold ?? DuplicateStage.DefaultThreshold;
        (dataset, Duplicates found) = isByLook
            ? DuplicateStage.RunByLook((ImageFileDataset)dataset, linkage, settings.Threads, context.Progress, context.Cancellation)
            : ByCosine(dataset, settings, minCosine, linkage, context);
        int[] kept = KeepStage.Run(
            keep,
            dataset,
            [.. found.Groups.Select(group => group.Group.Members)],
            settings.Threads,
            context.Progress,
            context.Cancellation
        );
        DuplicatesReport report = new(dataset, isByLook ? null : minCosine, linkage, found, keep, kept);
        if (output is not null)
            DuplicatesFile.Write(output, report, result.GetValue(CommonOptions.Spreadsheet), context);
        context.Progress.Finish();
        report.Print(context, output);
    }

    private static KeepRule KeepOf(string? text)
    {
        if (text is null)
            return KeepRule.Default;
        return KeepRule.TryParse(text, out KeepRule? rule, out string? fault)
            ? rule
            : throw new UnusableInputException($"--keep {text}: {fault}");
    }

    private static (Dataset Dataset, Duplicates Found) ByCosine(
        Dataset loaded,
        EmbeddingSettings settings,
        float threshold,
        GroupLinkage linkage,
        RunContext context
    )
    {
        (Dataset dataset, EmbeddingMatrix embedding) = DatasetStage.Embed(loaded, settings, context.Progress, context.Cancellation);
        (Duplicates found, _) = DuplicateStage.Run(
            dataset,
            embedding,
            threshold,
            linkage,
            settings.Threads,
            context.Progress,
            context.Cancellation
        );
        return (dataset, found);
    }

    private static GroupLinkage LinkageOf(string text) =>
        text switch
        {
            "star" => GroupLinkage.Star,
            "connected" => GroupLinkage.Connected,
            _ => throw new UnusableInputException($"--group {text}: unknown; use star or connected"),
        };
}
