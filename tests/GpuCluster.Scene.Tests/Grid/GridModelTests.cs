using GpuCluster.Core.Samples;
using GpuCluster.Scene.Grid;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Grid;

public sealed class GridModelTests
{
    private readonly SceneState _scene = new(
        new SampleFacts(6)
        {
            Labels = new SampleLabels([1, 0, 1, 0, -1, 0], ["cat", "dog"]),
            Paths = ["f.jpg", "e.jpg", "d.jpg", "c.jpg", "b.jpg", "a.jpg"],
            Columns = [new NumericColumn("score", [3, double.NaN, 1, 2, 0, 2]), new TextColumn("place", ["", "b", "A", "c", "", "a"])],
        }
    );

    private GridModel Grid => _scene.Grid;

    [Fact]
    public void It_opens_with_the_selection_else_the_filter_else_all()
    {
        Grid.Toggle();
        Assert.Equal((GridSource.All, 6), (Grid.Source, Grid.Samples.Count));
        Grid.Toggle();
        Assert.False(Grid.IsShown);

        _scene.Filters.TryAdd("class = cat", out _);
        Grid.Toggle();
        Assert.Equal(GridSource.Filter, Grid.Source);
        Assert.Equal([1, 3, 5], Grid.Samples);
        Grid.Toggle();

        _scene.Selection.Select(PointSet.Of(6, 3, 5));
        Grid.Toggle();
        Assert.Equal([3, 5], Grid.Samples);
    }

    [Fact]
    public void A_click_in_it_selects_and_leaves_the_sheet_as_it_is()
    {
        _scene.Selection.Select(PointSet.Of(6, 1, 3, 5));
        Grid.Toggle();
        Grid.Choose(5, adds: false);
        Assert.Equal(5, _scene.Selection.Focus);
        Grid.Choose(3, adds: true);
        Assert.Equal([3, 5], _scene.Selection.Selected.ToArray());
        Assert.Equal([1, 3, 5], Grid.Samples);
    }

    [Theory]
    [InlineData("row", "0 1 2 3 4 5")]
    [InlineData("class", "1 3 5 0 2 4")]
    [InlineData("score", "4 2 3 5 0 1")]
    [InlineData("place", "2 5 1 3 0 4")]
    [InlineData("no such column", "0 1 2 3 4 5")]
    public void It_is_sorted_with_missing_values_last(string order, string expected)
    {
        Grid.Toggle();
        Grid.SortBy(order);
        Assert.Equal(expected, string.Join(' ', Grid.Samples));
    }

    [Fact]
    public void It_is_sorted_by_similarity_to_the_sample_that_was_clicked()
    {
        Grid.Toggle();
        Grid.SortBy(GridModel.BySimilarity);
        Assert.Equal([0, 1, 2, 3, 4, 5], Grid.Samples);

        _scene.Selection.Select(2);
        _scene.Advance(0);
        _scene.Similarity.SetRow(2, [0.5f, -1, 0.2f, 0.9f, 0.5f, 0]);
        Grid.SortBy(GridModel.BySimilarity);
        Assert.Equal([2, 3, 0, 4, 5, 1], Grid.Samples);
    }

    [Fact]
    public void The_file_of_the_focus_is_opened_shown_and_copied()
    {
        Grid.Open();
        Assert.False(_scene.TryNextRequest(out _));
        _scene.Selection.Select(4);
        Grid.Open();
        Grid.ShowFolder();
        Grid.CopyPath();
        List<SceneRequest> asked = [];
        while (_scene.TryNextRequest(out SceneRequest? request))
            asked.Add(request);
        Assert.Equal([new SceneRequest.OpenFile("b.jpg"), new SceneRequest.ShowFolder("b.jpg"), new SceneRequest.CopyText("b.jpg")], asked);
    }

    [Fact]
    public void The_matrix_and_the_grid_take_one_place()
    {
        SceneCommands.Matrix.Run(_scene);
        SceneCommands.Grid.Run(_scene);
        Assert.Equal((false, true), (_scene.Matrix.IsShown, Grid.IsShown));
        SceneCommands.Matrix.Run(_scene);
        Assert.Equal((true, false), (_scene.Matrix.IsShown, Grid.IsShown));
    }
}
