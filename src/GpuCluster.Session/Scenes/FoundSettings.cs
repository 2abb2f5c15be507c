using System.Text.Json;
using GpuCluster.Scene;

namespace GpuCluster.Session.Scenes;

/// <summary>Clusters and groups of near-duplicates that were found, as plain values: to find them again may take long.</summary>
internal sealed record FoundSettings
{
    /// <summary>Null: none were found.</summary>
    public IReadOnlyList<NamedSamples>? Clusters { get; init; }

    /// <summary>Whether the names of clusters are more than their numbers.</summary>
    public bool AreClustersNamed { get; init; }

    /// <summary>Null: none were found.</summary>
    public KeptGroups? Groups { get; init; }

    /// <summary>What a scene has.</summary>
    public static FoundSettings Of(SceneState scene) =>
        new()
        {
            Clusters = scene.Colours.ClusterOf is { } clusterOf ? Plain(clusterOf, scene.Colours.ClusterNames) : null,
            AreClustersNamed = scene.Colours.ClusterNames is not null,
            Groups = scene.Similarity.Groups is { } groups ? KeptGroups.Of(groups) : null,
        };

    /// <summary>Gives them to a scene.</summary>
    /// <param name="scene">Of n samples.</param>
    /// <param name="count">n.</param>
    /// <exception cref="JsonException">A sample is not one of n, or in two groups.</exception>
    public void ApplyTo(SceneState scene, int count)
    {
        if (Clusters is { } clusters)
        {
            scene.Colours.SetClusters(
                PartOf([.. clusters.Select(cluster => cluster.Samples)], count),
                AreClustersNamed ? [.. clusters.Select(cluster => cluster.Name)] : null
            );
        }

        if (Groups is { } groups)
            scene.Similarity.Restore(groups.ToGroups(count));
    }

    /// <summary>The part of each of n samples, or -1.</summary>
    /// <exception cref="JsonException">A sample is not one of n, or in two parts.</exception>
    internal static int[] PartOf(IReadOnlyList<int[]> parts, int count)
    {
        int[] partOf = new int[count];
        Array.Fill(partOf, -1);
        foreach ((int part, int[] samples) in parts.Index())
        {
            foreach (int sample in samples)
            {
                if (sample < 0 || sample >= count || partOf[sample] >= 0)
                    throw new JsonException($"sample {sample} is not one of {count}, or in two groups");
                partOf[sample] = part;
            }
        }

        return partOf;
    }

    private static NamedSamples[] Plain(int[] clusterOf, IReadOnlyList<string>? names)
    {
        List<int>[] samples = [.. Enumerable.Range(0, Math.Max(0, clusterOf.DefaultIfEmpty(-1).Max() + 1)).Select(_ => new List<int>())];
        foreach ((int sample, int cluster) in clusterOf.Index())
        {
            if (cluster >= 0)
                samples[cluster].Add(sample);
        }

        return [.. samples.Select((each, cluster) => new NamedSamples(names?[cluster] ?? string.Empty, [.. each]))];
    }
}
