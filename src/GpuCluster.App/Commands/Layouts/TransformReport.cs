using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Scene;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Scenes;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>What `transform` reports of the new samples, and the scene in which they are with the old ones.</summary>
/// <param name="Known">The layout.</param>
/// <param name="Added">The new samples.</param>
/// <param name="Start">Where they began.</param>
/// <param name="Placed">Where they are.</param>
/// <param name="Metric">How distance was measured.</param>
/// <param name="Options">What they were placed by.</param>
/// <param name="TotalSeconds">Of the process.</param>
internal sealed record TransformReport(
    KnownLayout Known,
    Dataset Added,
    Layout Start,
    Layout Placed,
    Metric Metric,
    UmapOptions Options,
    double TotalSeconds
)
{
    /// <summary>The column that marks new samples.</summary>
    private const string NewColumn = "new";

    private const int VotingNeighbours = 5;

    /// <summary>Epochs of the scene's timeline in which the new points go from their start to their place.</summary>
    private const int ArrivalEpochs = 60;

    /// <summary>Writes old and new samples as one scene, coloured by which are new; its timeline shows them arrive.</summary>
    public void WriteScene(string path, RunContext context)
    {
        SampleLabels? labels = Joined();
        int old = Known.Layout.Count,
            all = old + Placed.Count;
        string[] isNew = [.. Enumerable.Range(0, all).Select(i => i < old ? "old" : NewColumn)];
        Layout together = Join(Placed);
        LayoutDataset dataset = new($"{Known.Dataset.Name} and {Added.Name}", together, labels)
        {
            Columns = [new TextColumn(NewColumn, isNew)],
        };
        using PreparedLayout prepared = new(
            dataset,
            DatasetStage.Embed(dataset, 1, context.Progress, context.Cancellation).Vectors,
            null,
            new FixedLayout(together),
            null,
            $"{Placed.Count} new samples in a layout of {old}"
        );
        SceneState scene = new(prepared.FactsWith(null), (float)FrameOptions.DefaultPointSize(all));
        Colourings.Choose(scene.Colours, NewColumn);
        SceneFileWriter.Write(
            path,
            SceneFiles.Keep(
                [("new samples beside their neighbours", Join(Start)), ("settled", together)],
                ArrivalEpochs,
                scene,
                prepared,
                path
            ),
            context.Cancellation
        );
    }

    /// <summary>Reports what was done on standard output.</summary>
    public void Print(string output, RunContext context)
    {
        int epochs = Options.Epochs ?? NewPoints.EpochsFor(Placed.Count);
        double? accuracy = Joined() is { } labels
            ? NewPointAccuracy.Measure(
                Known.Layout,
                labels.ClassOf[..Known.Layout.Count],
                Placed,
                labels.ClassOf[Known.Layout.Count..],
                VotingNeighbours,
                context.Cancellation
            )
            : null;
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["n"] = Placed.Count,
                    ["known"] = Known.Layout.Count,
                    ["dims"] = Placed.Dims,
                    ["metric"] = MetricNames.Of(Metric),
                    ["neighbors"] = Math.Min(Options.Neighbours, Known.Layout.Count),
                    ["epochs"] = epochs,
                    ["seed"] = Options.Seed,
                    ["knnAccuracy5"] = accuracy is { } share ? JsonLine.Number(share, 5) : null,
                    ["seconds"] = JsonLine.Number(TotalSeconds, 4),
                    ["output"] = output,
                }
            );
            return;
        }

        context.Out.WriteLine(
            $"{Placed.Count} new sample{(Placed.Count == 1 ? "" : "s")} among {Known.Layout.Count} in {Placed.Dims}-D "
                + $"({MetricNames.Of(Metric)}), {epochs} epochs, in {TotalSeconds:0.00} s"
        );
        if (accuracy is { } right)
            context.Out.WriteLine($"the nearest {VotingNeighbours} known samples vote for a new one's own class: {100 * right:0.0} %");

        context.Out.WriteLine($"wrote {output}");
    }

    private Layout Join(Layout added) => new(Known.Layout.Count + added.Count, added.Dims, [.. Known.Layout.Values, .. added.Values]);

    /// <summary>The classes of old and new samples by one list of names, old ones first; null where neither have any.</summary>
    private SampleLabels? Joined()
    {
        if (Known.Labels is null && Added.Labels is null)
            return null;

        string[] names = [.. (Known.Labels?.ClassNames ?? []).Union(Added.Labels?.ClassNames ?? [], StringComparer.Ordinal)];
        return new SampleLabels([.. ClassesOf(Known.Labels, Known.Layout.Count), .. ClassesOf(Added.Labels, Placed.Count)], names);

        IEnumerable<int> ClassesOf(SampleLabels? labels, int count)
        {
            int[] numbers = [.. (labels?.ClassNames ?? []).Select(name => Array.IndexOf(names, name))];
            return labels is null ? Enumerable.Repeat(-1, count) : labels.ClassOf.Select(own => own < 0 ? -1 : numbers[own]);
        }
    }
}
