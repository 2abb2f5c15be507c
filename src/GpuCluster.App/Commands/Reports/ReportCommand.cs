using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.App.Reports;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Files;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Commands.Reports;

/// <summary>`report DATA -o OUT.html`: what there is to know of a data set, on one page.</summary>
internal static class ReportCommand
{
    private static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Required = true,
        Description = "Where the page goes: .html.",
    };
    private static readonly Option<double?> Threshold = new("--threshold")
    {
        HelpName = "COSINE",
        Description =
            "Samples of this cosine or more are near-duplicates. Default: image files without --model are compared by look, everything "
            + "else from 0.95 on.",
    };

    private static readonly Option<string?> Lists = new("--lists")
    {
        HelpName = "FILE",
        Description =
            "Where the lists of the page go as one table: .csv, a row for each sample with a disagreed or conflicting label, a "
            + "near-duplicate, an outlier or a leak.",
    };

    public static Command Create()
    {
        Command command = new(
            "report",
            """
            Judges a data set and writes one page of HTML that opens offline: the layout to turn, classes, labels that
            neighbours or equal files contradict, near-duplicates, outliers, leaks between splits, exposure and focus, each with pictures.

            Example:
              gpucluster report assets/mnist --limit 5000 -o out/report.html
            """
        )
        {
            CommonOptions.Data,
            Output,
            Threshold,
            Lists,
            CommonOptions.Spreadsheet,
        };
        OptionGroups.AddData(command);
        OptionGroups.AddLayout(command);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        LayoutSettings settings = LayoutOptions.Read(result);
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        float? threshold = result.GetValue(Threshold) is { } asked ? (float)CommonOptions.Within("--threshold", asked, -1, 1) : null;
        string output = result.GetValue(Output)!;
        if (Path.GetExtension(output).ToLowerInvariant() is not (".html" or ".htm"))
            throw new UnusableInputException($"{output}: a report is HTML; end the name in .html");
        AtomicFile.Probe(output);
        string? lists = result.GetValue(Lists);
        if (lists is not null)
            ReportLists.Check(lists);

        using ComputeBackends backends = ComputeBackends.Create(LayoutOptions.DevicesOf(result), context.Progress);
        LayoutPipeline pipeline = new(settings, backends, context.Progress);
        Dataset dataset = pipeline.Load(result.GetValue(CommonOptions.Data)!, options, context.Cancellation);
        // Pictures that are compared by their pixels and by their look are decoded once for both.
        bool areReduced = threshold is null && settings.Embedding.Model is null;
        if (dataset is ImageFileDataset photos && areReduced)
            dataset = DatasetStage.Reduce(photos, settings.Threads, context.Progress, context.Cancellation).Photos;
        using PreparedLayout prepared = pipeline.Prepare(dataset, context.Cancellation);
        Layout layout = pipeline.Optimize(prepared, cancellation: context.Cancellation);
        using IThumbnails? thumbnails = prepared.Dataset.OpenThumbnails();
        FrameSettings picture = new() { PointSize = (float)FrameOptions.DefaultPointSize(layout.Count) };
        ReportData data = new ReportMeasures(settings, backends, context).Measure(prepared, layout, thumbnails, threshold, picture);
        context.Progress.Begin("write", Path.GetFileName(output));
        HtmlFile.Write(output, writer => ReportPage.Write(writer, data, thumbnails, context.Language), context.Cancellation);
        if (lists is not null)
            ReportLists.Write(lists, data, result.GetValue(CommonOptions.Spreadsheet), context.Cancellation);
        context.Progress.Finish();
        if (context.Json)
        {
            JsonLine.Write(context.Out, ReportJson.Of(data, output, lists));
        }
        else
        {
            context.Out.WriteLine(
                $"wrote {output}: {layout.Count} samples compared by {data.Evidence.Compared}, {data.Votes?.Suspects.Count ?? 0} "
                    + $"{data.Evidence.Suspects}, {data.Conflicts.Count} groups of equal samples with different labels, "
                    + $"{data.Groups.Groups.Count} groups of near-duplicates, {data.Rarity.Outliers.Count} outliers"
            );
            if (data.Votes is { Suspects.Count: > 0 } && !data.Evidence.IsVerdict)
                context.Out.WriteLine(data.Evidence.Sureness);
            if (lists is not null)
                context.Out.WriteLine($"wrote {lists}");
        }
    }
}
