using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Clusters;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.App.Reports;

/// <summary>Everything that a report shows, measured.</summary>
internal sealed record ReportData(PreparedLayout Prepared, Layout Layout)
{
    /// <summary>n, the number of samples.</summary>
    public int Count => Layout.Count;

    /// <summary>The classes, or null.</summary>
    public SampleLabels? Labels => Prepared.Dataset.Labels;

    /// <summary>Spread and overlap of each class; empty without labels.</summary>
    public IReadOnlyList<ClassShape> Shapes { get; init; } = [];

    /// <summary>What neighbours say of the labels; null without labels.</summary>
    public LabelVotes? Votes { get; init; }

    /// <summary>What samples were compared by.</summary>
    public required ReportEvidence Evidence { get; init; }

    /// <summary>Groups of equal samples with different labels.</summary>
    public IReadOnlyList<int[]> Conflicts { get; init; } = [];

    /// <summary>What is equal in them, as the subject of a sentence.</summary>
    public string EqualBy => Prepared.Dataset is ImageFileDataset ? "Files of equal content" : "Samples of equal values";

    /// <summary>How alone samples are.</summary>
    public required SampleRarity Rarity { get; init; }

    /// <summary>What lies together in the layout.</summary>
    public required FoundClusters Clusters { get; init; }

    /// <summary>Near-duplicates.</summary>
    public required SimilarPairs Pairs { get; init; }

    /// <summary>Whether they are image files that were compared by look; else by the cosine of their vectors.</summary>
    public bool IsByLook { get; init; }

    /// <summary>Groups of them, their cosines measured for those that are shown.</summary>
    public required SimilarityGroups Groups { get; init; }

    /// <summary>The split of each sample; null where nothing says.</summary>
    public TextColumn? Splits { get; init; }

    /// <summary>Near-duplicates across splits; null without splits.</summary>
    public SplitLeaks? Leaks { get; init; }

    /// <summary>Exposure and focus of each picture; empty without pictures.</summary>
    public IReadOnlyList<ImageMeasures?> Pictures { get; init; } = [];

    /// <summary>Pixels of each picture, or (0, 0) where its file does not say; empty without files.</summary>
    public IReadOnlyList<(int Width, int Height)> Sizes { get; init; } = [];

    /// <summary>What the 3-D view is coloured by, the first at once.</summary>
    public IReadOnlyList<ReportColouring> Colourings =>
        [
            Labels is { } labels ? ReportColouring.Of("label", labels, "without a label") : ReportColouring.Uniform(Count),
            ReportColouring.Of(
                "cluster",
                new SampleLabels(Clusters.ClusterOf, [.. Clusters.Names.Select(name => name.Name)]),
                "in no cluster"
            ),
        ];

    /// <summary>The 3-D picture as a PNG; null where nothing could draw it.</summary>
    public byte[]? Rendered { get; init; }

    /// <summary>Why there is none.</summary>
    public string? NotRendered { get; init; }

    /// <summary>The share of the largest class over that of the smallest that has samples; NaN without labels.</summary>
    public double Imbalance
    {
        get
        {
            int[] members = [.. Shapes.Select(shape => shape.Members).Where(count => count > 0)];
            return members.Length == 0 ? double.NaN : (double)members.Max() / members.Min();
        }
    }

    /// <summary>A sample's number in the data.</summary>
    public int RowOf(int sample) => Prepared.Dataset.Rows.RowOf(sample);

    /// <summary>The name of a class.</summary>
    public string NameOf(int label) => Labels!.ClassNames[label];
}
