using System.Text.Json.Nodes;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Tables;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Samples;

namespace GpuCluster.App.Shares;

/// <summary>Parts that the points of a page are coloured by: classes, or steps of a scale.</summary>
/// <param name="Name">What the parts are, for people.</param>
/// <param name="PartOf">Length m: the part of each point.</param>
/// <param name="Colours">The colour of each part, red in the lowest byte.</param>
/// <param name="Legend">The parts' names; for a scale some of its values, from high to low.</param>
internal sealed record PageColouring(string Name, ushort[] PartOf, IReadOnlyList<uint> Colours, Legend Legend)
{
    /// <summary>All that a scene's samples can be coloured by; the one that the scene shows comes first.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="samples">The sample of each point.</param>
    public static IReadOnlyList<PageColouring> Of(SceneState scene, int[] samples)
    {
        SampleFacts facts = scene.Facts;
        List<PageColouring> all = [];
        if (facts.Labels is { } labels && labels.ClassOf.AsSpan().ContainsAnyInRange(0, int.MaxValue))
            all.Add(OfCategories("label", new LabelColouring(labels), samples));
        if (scene.Colours.ClusterOf is { } clusters)
            all.Add(OfCategories("cluster", PartitionColouring.OfClusters(clusters, scene.Colours.ClusterNames), samples));
        foreach (SampleColumn column in facts.Columns.Where(column => column.Name != SampleHeading.Path))
        {
            if (column is NumericColumn numbers)
                all.Add(OfScale(column.Name, new NumericColouring(numbers), samples));
            else if (column is TextColumn text && IsCategory(text))
                all.Add(OfCategories(column.Name, new TextColouring(text), samples));
        }

        if (all.Count == 0)
            all.Add(Uniform(samples.Length));
        return [.. all.OrderByDescending(colouring => colouring.Name == scene.Colours.Current)];
    }

    /// <summary>For the page's script, as the report's viewer reads it too.</summary>
    public JsonObject ToJson()
    {
        int[] counts = new int[Colours.Count];
        foreach (ushort part in PartOf)
            counts[part]++;
        JsonObject json = new()
        {
            ["name"] = Name,
            ["names"] = new JsonArray([.. Colours.Select((_, part) => JsonValue.Create(Legend.IsScale ? "" : Legend.Entries[part].Name))]),
            ["colours"] = new JsonArray([.. Colours.Select(colour => JsonValue.Create(colour & 0xFFFFFF))]),
            ["counts"] = new JsonArray([.. counts.Select(count => JsonValue.Create(count))]),
        };
        if (Legend.IsScale)
        {
            json["scale"] = new JsonArray([
                .. Legend.Entries.Select(entry => new JsonObject
                {
                    ["name"] = entry.Name,
                    ["colour"] = entry.Rgba & 0xFFFFFF,
                    ["count"] = entry.Count,
                }),
            ]);
        }

        return json;
    }

    // A name for each sample says nothing by its colour.
    private static bool IsCategory(TextColumn column) =>
        column.Values.Distinct(StringComparer.Ordinal).Take(CategoryColouring.MaxEntries + 1).Count()
            is > 1
                and <= CategoryColouring.MaxEntries;

    // Only the parts that points of the page are of: the names of hidden samples are not for others.
    private static PageColouring OfCategories(string name, CategoryColouring colouring, int[] samples)
    {
        int[] entries = Array.ConvertAll(samples, sample => (int)colouring.EntryOf[sample]);
        int[] used = [.. entries.Distinct().Order()];
        Legend legend = colouring.Legend with { Entries = [.. used.Select(entry => colouring.Legend.Entries[entry])] };
        return new PageColouring(
            name,
            Array.ConvertAll(entries, entry => (ushort)Array.BinarySearch(used, entry)),
            [.. legend.Entries.Select(entry => entry.Rgba)],
            legend
        );
    }

    private static PageColouring OfScale(string name, NumericColouring colouring, int[] samples)
    {
        uint[] rgba = colouring.Colour([]).Rgba;
        List<uint> colours = [];
        Dictionary<uint, ushort> partOf = [];
        ushort[] parts = Array.ConvertAll(
            samples,
            sample =>
            {
                if (partOf.TryGetValue(rgba[sample], out ushort part))
                    return part;
                partOf.Add(rgba[sample], part = (ushort)colours.Count);
                colours.Add(rgba[sample]);
                return part;
            }
        );
        return new PageColouring(name, parts, colours, colouring.Legend);
    }

    private static PageColouring Uniform(int count) =>
        new("samples", new ushort[count], [0xFFF2B76F], new Legend("samples", [new LegendEntry("all samples", 0xFFF2B76F, count)]));
}
