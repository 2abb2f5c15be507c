using System.Globalization;
using GpuCluster.Core.Similarity;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Similarity;

namespace GpuCluster.Panels.Contents;

/// <summary>Samples similar to the selected one or to a text, groups of near-duplicates, and clusters.</summary>
internal static class SimilarityPanel
{
    /// <summary>The range of the near-duplicate threshold: below it, most data form a single group.</summary>
    private const double MinThreshold = 0.5,
        MaxThreshold = 1;

    public static Panel Make(DeskParts parts)
    {
        SimilarityModel similarity = parts.Scene.Similarity;
        int clusters = 10;
        return new Panel(
            "Similarity",
            new Column(
                new Toggle("compare what is clicked", () => similarity.IsComparing, compares => similarity.IsComparing = compares),
                new TextField("or a text: a photo of a cat", static _ => { })
                {
                    Entered = similarity.CompareToText,
                    ShownWhen = () => similarity.TakesTexts,
                },
                new Label(() => Told(similarity)) { MaxLines = 6 },
                new Button("Select them", similarity.SelectNearest)
                {
                    ShownWhen = () => similarity.Nearest.Count > 0,
                    Tip =
                        $"the {SceneCommands.Grid.Keys} key then shows them as a sheet, {SceneCommands.ExportSelection.Keys} exports them",
                },
                Nearest(parts),
                new Slider("nearest", () => similarity.NearestCount, count => similarity.NearestCount = (int)count)
                {
                    Min = 1,
                    Max = SimilarityModel.MaxNearest,
                    IsLogarithmic = true,
                    IsWhole = true,
                    Default = 12,
                    ShownWhen = () => similarity.IsComparing || similarity.Text is not null,
                    Format = static count => count.ToString("F0", CultureInfo.InvariantCulture),
                },
                new Toggle("lines to them", () => similarity.ShowsLines, shows => similarity.ShowsLines = shows)
                {
                    ShownWhen = () => similarity.IsComparing,
                },
                new Section("Near-duplicates", Groups(parts))
                {
                    IsInner = true,
                    IsFolded = true,
                    Summary = () => GroupCount(similarity),
                },
                new Section(
                    "Clusters",
                    new Column(
                        new Row(
                            new Slider("count", () => clusters, count => clusters = (int)count)
                            {
                                Min = 2,
                                Max = 100,
                                IsLogarithmic = true,
                                IsWhole = true,
                                Default = 10,
                                Format = static count => count.ToString("F0", CultureInfo.InvariantCulture),
                            },
                            new Button(
                                "Find",
                                () =>
                                    parts.Scene.Ask(new SceneRequest.FindClusters(Math.Min(clusters, Math.Max(1, parts.Scene.Facts.Count))))
                            )
                        )
                        {
                            Shares = [2, 1],
                        },
                        new Button("Find by density", () => parts.Scene.Ask(new SceneRequest.FindDenseClusters()))
                    )
                )
                {
                    IsInner = true,
                    IsFolded = true,
                }
            )
        )
        {
            Summary = () => similarity.IsWaiting ? "computing" : string.Empty,
            Stamp = () => HashCode.Combine(similarity.Version, parts.Scene.Keep.Version, parts.Shelf?.Version),
        };
    }

    private static string Told(SimilarityModel similarity) =>
        similarity.Text is { } text ? similarity.TextFault ?? $"nearest to “{text}”"
        : similarity.IsComparing && similarity.Sample is null && !similarity.IsWaiting ? "Click a point to see what is near it."
        : string.Empty;

    private static Widget Nearest(DeskParts parts)
    {
        SimilarityModel similarity = parts.Scene.Similarity;
        if (parts.Shelf is not null)
        {
            return new ImageStrip(
                parts.Shelf,
                () => [.. similarity.Nearest.Select(near => (near.Sample, Cosine(near.Cosine)))],
                sample => parts.Scene.Selection.Select(sample)
            )
            {
                Hover = sample => parts.Scene.Selection.Hovered = sample,
            };
        }

        return new ListView(
            () => similarity.Nearest.Count,
            i => new ListRow(NameOf(parts, similarity.Nearest[i].Sample)) { Value = Cosine(similarity.Nearest[i].Cosine) },
            (i, _) => parts.Scene.Selection.Select(similarity.Nearest[i].Sample)
        )
        {
            Hover = i => parts.Scene.Selection.Hovered = i >= 0 ? similarity.Nearest[i].Sample : null,
        };
    }

    private static Column Groups(DeskParts parts)
    {
        SimilarityModel similarity = parts.Scene.Similarity;
        return new Column(
            new Button("Find by look", () => similarity.FindGroupsByLook(similarity.Linkage))
            {
                ShownWhen = () => similarity.CanLook,
                IsOn = () => similarity.Groups is { IsByLook: true },
                Tip = "pictures that were saved again, scaled, cropped or made brighter, as the command duplicates finds them",
            },
            new Button("Find by cosine", () => similarity.FindGroups(similarity.MinCosine, similarity.Linkage))
            {
                IsOn = () => similarity.Groups is { IsByLook: false },
                Tip = "samples whose vectors are near",
            },
            new Slider("least cosine", () => similarity.MinCosine, cosine => similarity.FindGroups((float)cosine, similarity.Linkage))
            {
                ShownWhen = () => !similarity.IsByLook,
                Min = MinThreshold,
                Max = MaxThreshold,
                Default = 0.95,
                Format = static cosine => Cosine((float)cosine),
            },
            new Row(
                new Button("Star", () => similarity.Regroup(GroupLinkage.Star))
                {
                    IsOn = () => similarity.Linkage == GroupLinkage.Star,
                    Tip = "every member is near one of them",
                },
                new Button("Connected", () => similarity.Regroup(GroupLinkage.Connected))
                {
                    IsOn = () => similarity.Linkage == GroupLinkage.Connected,
                    Tip = "chains of pairs join",
                }
            ),
            KeepChoice.Make(parts.Scene.Keep),
            new Button("Tag the others", parts.Scene.Keep.KeepOfGroups)
            {
                EnabledWhen = () => similarity.Groups is { Groups.Count: > 0 } && !parts.Scene.Keep.IsWaiting,
                Tip = $"of every group, tag the better as keep and the others as remove; {SceneCommands.ExportMarks.Keys} writes the tags",
            },
            new Label(() =>
                similarity.Groups is not { Groups.Count: > 0 } groups ? string.Empty
                : groups.IsByLook ? "size, first, least and mean likeness"
                : "size, first, least and mean cosine"
            ),
            new ListView(
                () => similarity.Groups?.Groups.Count ?? 0,
                i => new ListRow(Named(parts, similarity.Groups!.Groups[i].Members))
                {
                    Value = $"{Cosine(similarity.Groups.Groups[i].MinCosine)}   {Cosine(similarity.Groups.Groups[i].MeanCosine)}",
                },
                (i, _) => similarity.SelectGroup(i)
            )
        );
    }

    private static string Named(DeskParts parts, int[] members) =>
        $"{members.Length:N0}   {Path.GetFileName(parts.Scene.Facts.NameOf(members[0]))}";

    private static string GroupCount(SimilarityModel similarity) =>
        similarity.IsGrouping
            ? similarity.GroupingProgress is { Length: > 0 } progress
                ? progress
                : "computing"
            : similarity.Groups is { } groups
                ? $"{groups.Groups.Count:N0} by {(groups.IsByLook ? "look" : "cosine")}"
                : string.Empty;

    private static string Cosine(float cosine) => cosine.ToString("F3", CultureInfo.InvariantCulture);

    private static string NameOf(DeskParts parts, int sample) =>
        parts.Scene.Facts.ClassOf(sample) is { } name ? $"{name}   {parts.Scene.Facts.NameOf(sample)}" : parts.Scene.Facts.NameOf(sample);
}
