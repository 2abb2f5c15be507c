using System.Text.Json;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Scenes;

namespace GpuCluster.Session.Tests.Scenes;

/// <summary>Clusters and groups of a scene file that was changed by hand.</summary>
public sealed class FoundSettingsTests
{
    [Theory]
    [InlineData(-1, 2)]
    [InlineData(5, 2)]
    [InlineData(3, 3)]
    public void A_sample_that_is_not_there_or_twice_is_refused(int first, int second)
    {
        SceneState scene = new(new SampleFacts(5));
        FoundSettings clusters = new() { Clusters = [new NamedSamples("a", [first]), new NamedSamples("b", [second])] };
        Assert.Throws<JsonException>(() => clusters.ApplyTo(scene, 5));
        FoundSettings groups = new() { Groups = Groups([first, second]) };
        Assert.Throws<JsonException>(() => groups.ApplyTo(scene, 5));
    }

    [Fact]
    public void A_group_of_one_is_refused()
    {
        FoundSettings groups = new() { Groups = Groups([1]) };
        Assert.Throws<JsonException>(() => groups.ApplyTo(new SceneState(new SampleFacts(5)), 5));
    }

    [Fact]
    public void Where_nothing_was_found_there_is_nothing_to_keep()
    {
        SceneState scene = new(new SampleFacts(5));
        FoundSettings.Of(scene).ApplyTo(scene, 5);
        Assert.Null(scene.Colours.ClusterOf);
        Assert.Null(scene.Similarity.Groups);
    }

    private static KeptGroups Groups(int[] members) =>
        new(0.9f, GroupLinkage.Star, IsByLook: false, [new KeptGroup(members, 0.9f, 0.95f, IsMinExact: true)]);
}
