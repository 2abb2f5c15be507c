using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Pairs;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Pairs;

public sealed class PairModelTests
{
    private readonly SceneState _scene = new(new SampleFacts(8) { Columns = [new NumericColumn("score", [8, 7, 6, 5, 4, 3, 2, 1])] });

    private PairModel Pair => _scene.Pair;

    [Fact]
    public void Two_selected_samples_are_compared_the_clicked_one_on_the_left()
    {
        _scene.Selection.Select(5);
        _scene.Selection.Select(2, SelectionChange.Add);
        SceneCommands.Pair.Run(_scene);
        Assert.Equal((true, 2, 5), (Pair.IsShown, Pair.Left, Pair.Right));
        Assert.Equal(new SceneRequest.ShowPair((2, 5)), Last());
        Pair.Step(1);
        Assert.Equal((2, 5), (Pair.Left, Pair.Right));
    }

    [Fact]
    public void More_are_stepped_through_in_the_order_of_the_grid()
    {
        _scene.Selection.Select(PointSet.Of(8, 1, 3, 5, 7));
        SceneCommands.Grid.Run(_scene);
        _scene.Grid.SortBy("score");
        SceneCommands.Pair.Run(_scene);
        Assert.Equal((7, 5), (Pair.Left, Pair.Right));
        Pair.Step(1);
        Assert.Equal(3, Pair.Right);
        Pair.Step(-2);
        Assert.Equal((2, 1), (Pair.Place, Pair.Right));
        Assert.Equal(new SceneRequest.ShowPair((7, 1)), Last());
    }

    [Fact]
    public void A_clicked_sample_is_compared_with_the_next_of_its_group_then_of_the_grid_then_with_the_nearest()
    {
        SceneCommands.Grid.Run(_scene);
        _scene.Grid.Choose(4, adds: false);
        SceneCommands.Pair.Run(_scene);
        Assert.Equal((4, 5), (Pair.Left, Pair.Right));
        Pair.Close();

        _scene.Similarity.SetGroups(
            new SimilarityGroups(0.9f, GroupLinkage.Star, [-1, 0, -1, -1, 0, -1, 0, -1], [new SimilarityGroup([6, 1, 4], 0.9f, 0.95f)])
        );
        SceneCommands.Pair.Run(_scene);
        Assert.Equal((4, 6, 2), (Pair.Left, Pair.Right, Pair.Count));
        Pair.Close();

        _scene.Grid.Close();
        _scene.Selection.Select(0);
        _scene.Advance(0);
        _scene.Similarity.SetRow(0, [1, 0, 0.1f, 0.9f, 0, 0, 0, 0]);
        SceneCommands.Pair.Run(_scene);
        Assert.Equal((0, 3), (Pair.Left, Pair.Right));
    }

    [Fact]
    public void Where_nothing_can_be_compared_a_message_says_what_to_select()
    {
        _scene.Selection.Select(3);
        SceneCommands.Pair.Run(_scene);
        Assert.False(Pair.IsShown);
        Assert.Contains("select two", Assert.IsType<SceneRequest.Say>(Last()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_arrives_for_another_pair_or_after_closing_is_dropped()
    {
        Open(1, 2);
        PairContent content = new(new PairPicture(3, 2, 10), null, null);
        Pair.Set(2, 1, content);
        Assert.Same(PairContent.Empty, Pair.Content);
        Pair.Set(1, 2, content);
        Assert.Same(content, Pair.Content);
        Pair.Close();
        Assert.Equal(new SceneRequest.ShowPair(null), Last());
        Assert.Same(PairContent.Empty, Pair.Content);
        Pair.Set(1, 2, content);
        Assert.Same(PairContent.Empty, Pair.Content);
    }

    [Fact]
    public void Zooming_leaves_the_place_under_the_cursor_and_ends_at_the_whole_picture()
    {
        Open(1, 2);
        Vector2 at = new(0.25f, 0.75f);
        Pair.ZoomBy(2, at);
        Assert.Equal(2, Pair.Zoom);

        // A place is seen at (place - centre) * zoom.
        Assert.Equal((at - new Vector2(0.5f)) * 1, (at - Pair.Centre) * 2);
        Pair.ZoomBy(1000, at);
        Assert.Equal(PairModel.MaxZoom, Pair.Zoom);
        Pair.ZoomBy(0.0001f, at);
        Assert.Equal(1, Pair.Zoom);
        Pair.PanTo(new Vector2(-3, 0.5f));
        Assert.Equal(new Vector2(0, 0.5f), Pair.Centre);
        Pair.ShowWhole();
        Assert.Equal((1, new Vector2(0.5f)), (Pair.Zoom, Pair.Centre));
    }

    [Fact]
    public void The_grid_below_comes_back_and_the_matrix_takes_its_place()
    {
        _scene.Selection.Select(PointSet.Of(8, 1, 3));
        SceneCommands.Grid.Run(_scene);
        SceneCommands.Pair.Run(_scene);
        SceneCommands.Grid.Run(_scene);
        Assert.Equal((false, true), (Pair.IsShown, _scene.Grid.IsShown));
        SceneCommands.Pair.Run(_scene);
        SceneCommands.Matrix.Run(_scene);
        Assert.Equal((false, false, true), (Pair.IsShown, _scene.Grid.IsShown, _scene.Matrix.IsShown));
        SceneCommands.Pair.Run(_scene);
        Assert.Equal((true, false), (Pair.IsShown, _scene.Matrix.IsShown));
    }

    [Fact]
    public void Every_change_needs_a_frame()
    {
        Open(1, 2);
        _scene.Advance(0);
        Assert.False(_scene.NeedsFrame);
        Pair.Set(1, 2, new PairContent(new PairPicture(3, 2, 10), null, null));
        Assert.True(_scene.NeedsFrame);
    }

    private void Open(int left, int right)
    {
        _scene.Selection.Select(right);
        _scene.Selection.Select(left, SelectionChange.Add);
        SceneCommands.Pair.Run(_scene);
        Last();
    }

    private SceneRequest? Last()
    {
        SceneRequest? last = null;
        while (_scene.TryNextRequest(out SceneRequest? request))
            last = request;
        return last;
    }
}
