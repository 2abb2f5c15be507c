using GpuCluster.Core.Similarity;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Pairs;

namespace GpuCluster.Panels.Contents;

/// <summary>What decides first which of near-duplicates is kept.</summary>
internal static class KeepChoice
{
    private static readonly (KeepCriterion Criterion, string Text)[] All =
    [
        (KeepCriterion.Larger, "larger"),
        (KeepCriterion.Bytes, "more bytes"),
        (KeepCriterion.Sharper, "sharper"),
        (KeepCriterion.Format, "HEIC before JPEG"),
        (KeepCriterion.Older, "older file"),
        (KeepCriterion.Folder, "first folder"),
        (KeepCriterion.First, "first"),
    ];

    public static Choice Make(KeepModel keep) =>
        new(
            "keep the",
            () => [.. All.Select(each => each.Text)],
            () => Array.FindIndex(All, each => each.Criterion == keep.First),
            index => keep.Use(All[index].Criterion)
        );
}
