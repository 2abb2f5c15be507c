using GpuCluster.Core.Samples;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Filters;

public sealed class FilterModelTests
{
    private readonly SceneState _scene = new(
        new SampleFacts(8)
        {
            Labels = new SampleLabels([0, 0, 0, 0, 1, 1, 1, 1], ["cat", "dog"]),
            Columns = [new NumericColumn("score", [0, 1, 2, 3, 4, 5, 6, double.NaN])],
        }
    );

    private FilterModel Filters => _scene.Filters;

    [Fact]
    public void Conditions_combine_and_are_removed_one_by_one()
    {
        Add("class = cat");
        Add("score > 1");
        Assert.Equal([2, 3], Filters.Passing!.ToArray());

        Filters.Remove(0);
        Assert.Equal([2, 3, 4, 5, 6], Filters.Passing!.ToArray());

        Filters.Remove(0);
        Assert.Null(Filters.Passing);
    }

    [Fact]
    public void A_condition_is_not_added_twice()
    {
        Add("class = cat");
        Add("  class = cat ");
        Assert.Single(Filters.Chips);
    }

    [Fact]
    public void A_wrong_expression_leaves_the_filter_as_it_is()
    {
        Add("class = cat");
        Assert.False(Filters.TryAdd("scroe < 1", out FilterFault? fault));
        Assert.Equal(0, fault.Position);
        Assert.Equal("class = cat", Assert.Single(Filters.Chips).Text);
    }

    [Fact]
    public void What_is_filtered_out_is_grey_or_hidden()
    {
        Add("class = cat");
        Assert.Equal([Styles(PointStyle.Normal, 4), Styles(PointStyle.Faint, 4)], Shown());

        Filters.IsHiding = true;
        Assert.Equal([Styles(PointStyle.Normal, 4), Styles(PointStyle.Hidden, 4)], Shown());

        _scene.Actions.Undo();
        Assert.False(Filters.IsHiding);
        _scene.Actions.Undo();
        Assert.Equal([Styles(PointStyle.Normal, 4), Styles(PointStyle.Normal, 4)], Shown());
    }

    [Fact]
    public void The_selection_and_the_legend_follow_the_filter()
    {
        _scene.Selection.SelectAll();
        Add("score >= 3");
        Assert.Equal([3, 4, 5, 6], _scene.Selection.Selected.ToArray());
        Assert.Equal([1, 3], _scene.Colours.ShownCounts);

        _scene.Selection.Invert();
        Assert.Empty(_scene.Selection.Selected.ToArray());
        _scene.Selection.SelectAll();
        Assert.Equal(4, _scene.Selection.Count);
    }

    [Fact]
    public void Hidden_points_cannot_be_selected_by_any_way()
    {
        Filters.IsHiding = true;
        Add("class = cat");
        _scene.Selection.Select(5);
        Assert.Equal(0, _scene.Selection.Count);
        _scene.Selection.Select(PointSet.All(8));
        Assert.Equal([0, 1, 2, 3], _scene.Selection.Selected.ToArray());
    }

    [Fact]
    public void Undo_brings_back_the_selection_that_a_filter_took_away()
    {
        _scene.Selection.Select(6);
        Add("class = cat");
        Assert.Null(_scene.Selection.Focus);

        _scene.Actions.Undo();
        Assert.Equal(6, _scene.Selection.Focus);
        Assert.Empty(Filters.Chips);

        _scene.Actions.Redo();
        Assert.Equal("class = cat", Assert.Single(Filters.Chips).Text);
    }

    [Fact]
    public void A_dragged_range_is_shown_at_once_and_is_one_step_of_undo()
    {
        Add("class = cat");
        for (int high = 6; high > 1; high--)
            Filters.SetRange("score", (1, high), isFinal: false);
        Assert.Equal([1, 2], Filters.Passing!.ToArray());

        Filters.SetRange("score", (1, 2.5), isFinal: true);
        Assert.Equal((1, 2.5), Filters.RangeOf("score"));
        Assert.Equal("score >= 1 and score <= 2.5", Filters.Chips[1].Text);
        Assert.Equal([0, 1, 2, 3], Filters.PassingWithout("score")!.ToArray());

        Filters.SetRange("score", (0, 1), isFinal: true);
        Assert.Equal(2, Filters.Chips.Count);
        _scene.Actions.Undo();
        Assert.Equal((1, 2.5), Filters.RangeOf("score"));
        _scene.Actions.Undo();
        Assert.Null(Filters.RangeOf("score"));
        Assert.Single(Filters.Chips);
    }

    [Fact]
    public void A_condition_about_tags_follows_them()
    {
        Add("tag is empty");
        _scene.Selection.Select(PointSet.Of(8, 1, 2));
        _scene.Marks.Tag("remove");
        Assert.Equal([0, 3, 4, 5, 6, 7], Filters.Passing!.ToArray());

        _scene.Actions.Undo();
        Assert.Equal(8, Filters.Passing!.Count);
    }

    [Fact]
    public void A_condition_about_the_selection_keeps_what_was_selected()
    {
        _scene.Selection.Select(PointSet.Of(8, 1, 2));
        Add("selected");
        _scene.Selection.Select(1);
        _scene.Marks.Tag("x");
        Assert.Equal([1, 2], Filters.Passing!.ToArray());
    }

    [Fact]
    public void A_filter_is_work_that_is_asked_about_before_the_end()
    {
        Assert.False(_scene.Actions.HasUnsaved);
        Add("class = cat");
        Assert.True(_scene.Actions.HasUnsaved);
    }

    [Fact]
    public void A_change_of_the_filter_needs_a_frame()
    {
        for (int i = 0; i < 600 && _scene.NeedsFrame; i++)
            _scene.Advance(0.1);
        Assert.False(_scene.NeedsFrame);
        Add("class = cat");
        Assert.True(_scene.NeedsFrame);
    }

    private static byte[] Styles(byte style, int count) => [.. Enumerable.Repeat(style, count)];

    private byte[][] Shown()
    {
        uint[] rgba = _scene.Colours.Colours.Rgba;
        byte[] styles = [.. rgba.Select(colour => PointStyle.Of(colour))];
        return [styles[..4], styles[4..]];
    }

    private void Add(string text) => Assert.True(Filters.TryAdd(text, out FilterFault? fault), fault?.ToString());
}
