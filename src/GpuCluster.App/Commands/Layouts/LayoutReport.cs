using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Quality;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>What `layout` reports of a finished run, as text or as JSON.</summary>
internal sealed record LayoutReport(LayoutSettings Settings, PreparedLayout Prepared, Layout Layout, double TotalSeconds)
{
    private static readonly string[] Stages =
    [
        StageNames.Load,
        StageNames.Embed,
        StageNames.Components,
        StageNames.Knn,
        StageNames.Graph,
        StageNames.Init,
        StageNames.Optimize,
    ];

    private string MethodName => Prepared.Device is null ? "none" : LayoutOptions.NameOf(Settings.Method);

    private string MetricName => MetricNames.Of(Settings.Metric);

    /// <summary>Writes it to standard output.</summary>
    public void Write(RunContext context, LayoutQuality? quality, string? output)
    {
        if (context.Json)
        {
            JsonLine.Write(context.Out, ToJson(context.Progress, quality, output));
            return;
        }

        string how = Prepared.Device is { } device ? $" by {MethodName} ({MetricName}) on {device}" : ", laid out before,";
        context.Out.WriteLine($"{Layout.Count} sample{(Layout.Count == 1 ? "" : "s")} in {Layout.Dims}-D{how} in {TotalSeconds:0.00} s");
        if (Prepared.Explained is { } explained)
            context.Out.WriteLine(explained.ToText());

        if (Prepared.Stepper is ITsneStepper tsne)
            context.Out.WriteLine($"Kullback-Leibler divergence {tsne.Divergence():0.0000}");

        if (Prepared.KnnOutcome is { Approximate: true, Recall: { } found })
            context.Out.WriteLine($"approximate neighbours: {100 * found:0.0} % of the true ones (sampled; --knn exact finds all)");

        if (quality is not null)
            context.Out.WriteLine(QualityReport.ToText(quality));

        if (output is not null)
            context.Out.WriteLine($"wrote {output}");
    }

    private JsonObject ToJson(ConsoleProgress progress, LayoutQuality? quality, string? output)
    {
        JsonObject seconds = [];
        foreach (string stage in Stages)
            seconds[stage] = JsonLine.Number(progress.SecondsOf(stage), 4);

        seconds["total"] = JsonLine.Number(TotalSeconds, 4);
        JsonObject json = new()
        {
            ["n"] = Layout.Count,
            ["dims"] = Layout.Dims,
            ["features"] = Prepared.Embedding.Columns,
            ["method"] = MethodName,
            ["metric"] = MetricName,
            ["device"] = Prepared.Device,
            ["seed"] = Settings.Umap.Seed,
            ["epochs"] = Prepared.Stepper.Epochs,
            ["seconds"] = seconds,
        };
        if (Prepared.Explained is { } explained)
            json["pca"] = explained.ToJson();

        if (Prepared.Stepper is ITsneStepper tsne)
        {
            json["perplexity"] = JsonLine.Number(tsne.Options.Perplexity, 4);
            json["kl"] = JsonLine.Number(tsne.Divergence(), 5);
        }

        if (Prepared.KnnOutcome is { } knn)
        {
            json["knn"] = new JsonObject
            {
                ["search"] = knn.Approximate ? "approx" : "exact",
                ["recall"] = knn.Recall is { } recall ? JsonLine.Number(recall, 4) : null,
            };
        }

        if (quality is not null)
            json["quality"] = QualityReport.ToJson(quality);

        if (output is not null)
            json["output"] = output;

        return json;
    }
}
