using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Similarity;

namespace GpuCluster.Scene.Tests.Similarity;

public sealed class SimilarityModelTests
{
    private const int Count = 50;

    [Fact]
    public void The_nearest_follow_the_filter_and_what_is_hidden()
    {
        SceneState scene = new(new SampleFacts(6));
        scene.Selection.Select(0);
        scene.Advance(0);
        scene.Similarity.SetRow(0, [1, 0.9f, 0.8f, 0.7f, 0.6f, 0.5f]);
        scene.Similarity.NearestCount = 2;
        Assert.Equal([1, 2], scene.Similarity.Nearest.Select(near => near.Sample));
        scene.Filters.TryAdd("index = 0 or index > 2", out _);
        scene.Advance(0);
        Assert.Equal([3, 4], scene.Similarity.Nearest.Select(near => near.Sample));
        Assert.Equal(4, scene.Similarity.Lines.Count);
        scene.Selection.Select(3);
        scene.Selection.HideSelected();
        scene.Selection.Select(0);
        scene.Advance(0);
        scene.Similarity.SetRow(0, [1, 0.9f, 0.8f, 0.7f, 0.6f, 0.5f]);
        Assert.Equal([4, 5], scene.Similarity.Nearest.Select(near => near.Sample));
        scene.Filters.Clear();
        scene.Advance(0);
        Assert.Equal([1, 2], scene.Similarity.Nearest.Select(near => near.Sample));
    }

    [Fact]
    public void The_focus_is_compared_and_its_row_colours_lists_and_draws()
    {
        (SimilarityModel similarity, SelectionModel selection, ColourModel colours, List<SceneRequest> asked) = Model();
        similarity.FollowFocus();
        Assert.Empty(asked);
        selection.Select(7);
        similarity.FollowFocus();
        similarity.FollowFocus();
        Assert.Equal([new SceneRequest.CompareTo(7)], asked);
        Assert.True(similarity.IsWaiting);
        Assert.Null(similarity.Sample);

        long version = similarity.Version;
        similarity.SetRow(7, Row(7));
        Assert.NotEqual(version, similarity.Version);
        Assert.Equal(7, similarity.Sample);
        Assert.False(similarity.IsWaiting);
        Assert.Equal(ColourModel.Similarity, colours.Current);
        Assert.Equal(12, similarity.Nearest.Count);
        Assert.Equal([6, 8], similarity.Nearest.Take(2).Select(near => near.Sample).Order());
        Assert.Equal(24, similarity.Lines.Count);
        Assert.All(similarity.Lines.Where((_, end) => end % 2 == 0), end => Assert.Equal(7, end.Point));
        similarity.NearestCount = 3;
        Assert.Equal(6, similarity.Lines.Count);
        Assert.Equal(
            similarity.Nearest.Select(near => near.Sample),
            similarity.Lines.Where((_, end) => end % 2 == 1).Select(end => end.Point)
        );
        similarity.ShowsLines = false;
        Assert.Empty(similarity.Lines);
        similarity.SelectNearest();
        Assert.Equal(4, selection.Count);
        Assert.Equal(7, selection.Focus);
    }

    [Fact]
    public void A_row_that_comes_too_late_is_let_go()
    {
        (SimilarityModel similarity, SelectionModel selection, ColourModel colours, List<SceneRequest> asked) = Model();
        selection.Select(7);
        similarity.FollowFocus();
        selection.Select(8);
        similarity.FollowFocus();
        similarity.SetRow(7, Row(7));
        Assert.Null(similarity.Sample);
        similarity.SetRow(8, Row(8));
        Assert.Equal(8, similarity.Sample);
        selection.Clear();
        similarity.FollowFocus();
        Assert.Equal(new SceneRequest.CompareTo(null), asked[^1]);
        Assert.Null(similarity.Sample);
        Assert.Empty(similarity.Nearest);
        Assert.Empty(similarity.Lines);
        Assert.NotEqual(ColourModel.Similarity, colours.Current);
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.SetRow(8, [1]));
    }

    [Fact]
    public void Comparing_can_be_switched_off()
    {
        (SimilarityModel similarity, SelectionModel selection, _, List<SceneRequest> asked) = Model();
        similarity.IsComparing = false;
        selection.Select(7);
        similarity.FollowFocus();
        Assert.Empty(asked);
        similarity.IsComparing = true;
        Assert.Equal([new SceneRequest.CompareTo(7)], asked);
    }

    [Fact]
    public void A_text_takes_the_place_of_the_focus_until_another_sample_comes_into_focus()
    {
        (SimilarityModel similarity, SelectionModel selection, ColourModel colours, List<SceneRequest> asked) = Model();
        selection.Select(7);
        similarity.FollowFocus();
        similarity.SetRow(7, Row(7));
        similarity.CompareToText("  a 七 of ink ");
        similarity.CompareToText("a 七 of ink");
        similarity.FollowFocus();
        Assert.Equal([new SceneRequest.CompareTo(7), new SceneRequest.CompareToText("a 七 of ink")], asked);
        Assert.Equal("a 七 of ink", similarity.Text);
        Assert.Null(similarity.Sample);
        Assert.True(similarity.IsWaiting);
        Assert.Empty(similarity.Nearest);

        similarity.SetTextRow("another", Row(1));
        similarity.SetRow(7, Row(7));
        Assert.True(similarity.IsWaiting);
        similarity.SetTextRow("a 七 of ink", Row(20));
        Assert.False(similarity.IsWaiting);
        Assert.Equal(ColourModel.Similarity, colours.Current);
        Assert.Contains("a 七 of ink", colours.Legend.Title);
        Assert.Equal(20, similarity.Nearest[0].Sample);
        Assert.Empty(similarity.Lines);

        // Nothing in focus leaves the text; a sample in focus, be it the one from before, ends it.
        selection.Clear();
        similarity.FollowFocus();
        Assert.NotNull(similarity.Text);
        selection.Select(7);
        similarity.FollowFocus();
        Assert.Null(similarity.Text);
        Assert.Equal(new SceneRequest.CompareTo(7), asked[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.SetTextRow("x", [1]));
    }

    [Fact]
    public void An_empty_text_returns_to_the_focus()
    {
        (SimilarityModel similarity, SelectionModel selection, ColourModel colours, List<SceneRequest> asked) = Model();
        similarity.CompareToText(" ");
        Assert.Empty(asked);
        selection.Select(7);
        similarity.FollowFocus();
        similarity.CompareToText("seven");
        similarity.SetTextRow("seven", Row(3));
        similarity.CompareToText(string.Empty);
        Assert.Equal([new SceneRequest.CompareTo(7), new SceneRequest.CompareToText("seven"), new SceneRequest.CompareTo(7)], asked);
        Assert.Null(similarity.Text);
        Assert.Empty(similarity.Nearest);
        Assert.NotEqual(ColourModel.Similarity, colours.Current);
    }

    [Fact]
    public void A_refused_text_keeps_its_reason_until_something_else_is_asked()
    {
        (SimilarityModel similarity, _, ColourModel colours, _) = Model();
        similarity.CompareToText("seven");
        similarity.SetTextRow("seven", Row(3));
        similarity.CompareToText("eight");
        similarity.RefuseText("seven", "too late");
        Assert.Null(similarity.TextFault);
        similarity.RefuseText("eight", "pixels know no texts");
        Assert.Equal("pixels know no texts", similarity.TextFault);
        Assert.False(similarity.IsWaiting);
        Assert.NotEqual(ColourModel.Similarity, colours.Current);
        similarity.CompareToText("nine");
        Assert.Null(similarity.TextFault);
        Assert.True(similarity.IsWaiting);
    }

    [Fact]
    public void Groups_are_asked_shown_and_selected()
    {
        (SimilarityModel similarity, SelectionModel selection, ColourModel colours, List<SceneRequest> asked) = Model();
        similarity.FindGroups(0.9f, GroupLinkage.Star);
        similarity.FindGroups(2, GroupLinkage.Star);
        Assert.Equal([new SceneRequest.FindGroups(0.9f, GroupLinkage.Star), new SceneRequest.FindGroups(1, GroupLinkage.Star)], asked);
        int[] groupOf = [.. Enumerable.Range(0, Count).Select(i => i < 3 ? 0 : -1)];
        SimilarityGroup group = new([1, 0, 2], 0.91f, 0.95f);
        similarity.SetGroups(new SimilarityGroups(0.9f, GroupLinkage.Star, groupOf, [group]));
        Assert.True(similarity.IsGrouping);
        Assert.Equal(ColourModel.Groups, colours.Current);
        similarity.SetGroups(new SimilarityGroups(1, GroupLinkage.Star, groupOf, [group]));
        Assert.False(similarity.IsGrouping);
        similarity.SelectGroup(0);
        Assert.Equal([0, 1, 2], selection.Selected.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.SelectGroup(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.SetGroups(new SimilarityGroups(1, GroupLinkage.Star, [0], [group])));
    }

    private static float[] Row(int sample) => [.. Enumerable.Range(0, Count).Select(i => 1 - (Math.Abs(i - sample) / (float)Count))];

    private static (SimilarityModel Similarity, SelectionModel Selection, ColourModel Colours, List<SceneRequest> Asked) Model()
    {
        SampleFacts facts = new(Count);
        SelectionModel selection = new(Count);
        ColourModel colours = new(facts, new CloudPositions(Count), selection);
        List<SceneRequest> asked = new();
        return (new SimilarityModel(facts, selection, colours, asked.Add), selection, colours, asked);
    }
}
