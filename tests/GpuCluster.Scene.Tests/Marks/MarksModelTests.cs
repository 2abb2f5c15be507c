using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Marks;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Marks;

public sealed class MarksModelTests
{
    private static readonly SampleLabels Labels = new([0, 0, 1, 1, -1], ["cat", "dog"]);
    private readonly SceneState _scene = new(new SampleFacts(5) { Labels = Labels });

    private MarksModel Marks => _scene.Marks;

    [Fact]
    public void A_sample_has_one_tag_the_last_that_it_was_given()
    {
        Tag("keep", 0, 1);
        Tag("remove", 1, 2);
        Assert.Equal(["keep", "remove", "remove", "", ""], Column("tag"));

        _scene.Selection.Select(0);
        Marks.Tag("");
        Assert.Equal(["", "remove", "remove", "", ""], Column("tag"));
    }

    [Fact]
    public void A_panel_asks_for_marks_with_every_drawing_without_an_array_of_all_samples()
    {
        SceneState scene = new(new SampleFacts(100_000));
        scene.Selection.SelectAll();
        scene.Marks.Tag("keep");
        Assert.True(scene.Marks.HasColumns);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            Assert.True(scene.Marks.HasColumns);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }

    [Fact]
    public void Keys_tag_the_selection()
    {
        _scene.Selection.Select(PointSet.Of(5, 3, 4));
        Press(Key.Digit2, Key.LeftAlt);
        Assert.Equal(["", "", "", "remove", "remove"], Column("tag"));

        Press(Key.Digit0, Key.LeftAlt);
        Assert.Empty(Marks.Columns);
        Assert.False(Marks.HasColumns);
    }

    [Fact]
    public void Undo_takes_tags_and_classes_back_one_by_one()
    {
        Tag("keep", 0);
        _scene.Selection.Select(PointSet.Of(5, 0, 1, 2));
        Marks.Relabel("dog");
        Assert.Equal(["dog", "dog", "", "", ""], Column("new_label"));

        _scene.Actions.Undo();
        Assert.True(Marks.Marks.Classes.Count == 0);
        Assert.Equal(["keep", "", "", "", ""], Column("tag"));
        _scene.Actions.Undo();
        _scene.Actions.Undo();
        Assert.True(Marks.Marks.IsEmpty);
        _scene.Actions.Redo();
        _scene.Actions.Redo();
        _scene.Actions.Redo();
        Assert.Equal(["dog", "dog", "", "", ""], Column("new_label"));
    }

    [Fact]
    public void The_class_of_the_data_is_no_new_one()
    {
        _scene.Selection.SelectAll();
        Marks.Relabel("cat");
        Assert.Equal(["", "", "cat", "cat", "cat"], Column("new_label"));
        Marks.Relabel("dog");
        Assert.Equal(["dog", "dog", "", "", "dog"], Column("new_label"));
        Marks.Relabel(" ");
        Assert.Empty(Marks.Columns);
        Assert.False(Marks.HasColumns);
    }

    [Fact]
    public void A_class_may_be_one_that_the_data_has_not_with_300_characters()
    {
        string name = new('名', 300);
        _scene.Selection.Select(4);
        Marks.Relabel(name);
        Assert.Equal(["cat", "dog", name], Marks.ClassNames);
        Assert.Equal(name, Marks.ClassOf(4));
        Assert.True(_scene.Filters.TryFind($"new_label = {name}", out PointSet? found, out _));
        Assert.Equal([4], found.ToArray());
    }

    [Fact]
    public void Tags_are_offered_as_colours_while_there_are_any()
    {
        Assert.DoesNotContain("tag", _scene.Colours.Names);
        Tag("keep", 0, 1);
        _scene.Advance(0);
        Assert.True(_scene.Colours.TryChoose("tag"));
        uint kept = _scene.Colours.Colours.Rgba[3];
        Tag("keep", 3);
        _scene.Advance(0);
        Assert.Equal(["keep", "no tag"], _scene.Colours.Legend.Entries.Select(entry => entry.Name));
        Assert.Equal(3, _scene.Colours.Legend.Entries[0].Count);
        Assert.NotEqual(kept & 0xFFFFFF, _scene.Colours.Colours.Rgba[3] & 0xFFFFFF);

        for (int i = 0; i < 4; i++)
            _scene.Actions.Undo();
        _scene.Advance(0);
        Assert.DoesNotContain("tag", _scene.Colours.Names);
        Assert.Equal("label", _scene.Colours.Current);
    }

    [Fact]
    public void New_classes_are_coloured_as_the_classes_they_are()
    {
        _scene.Selection.Select(0);
        Marks.Relabel("dog");
        _scene.Selection.Clear();
        _scene.Advance(0);
        Assert.True(_scene.Colours.TryChoose("new_label"));
        Assert.Equal(LabelPalette.Of(1) & 0xFFFFFF, _scene.Colours.Colours.Rgba[0] & 0xFFFFFF);
        Assert.Equal(LabelPalette.Of(0) & 0xFFFFFF, _scene.Colours.Colours.Rgba[1] & 0xFFFFFF);
    }

    [Fact]
    public void Columns_of_an_earlier_session_are_gone_on_with()
    {
        SceneState scene = new(
            new SampleFacts(3)
            {
                Columns = [new TextColumn("tag", ["a", "", "b"]), new NumericColumn("new_label", [double.NaN, 7, double.NaN])],
            }
        );
        Assert.Equal("a", scene.Marks.Marks.Tags[0]);
        Assert.Equal("7", scene.Marks.ClassOf(1));
        Assert.Contains("a", scene.Marks.Slots);
        Assert.Equal(1, scene.Colours.Names.Count(name => name == "tag"));
        Assert.False(scene.Actions.HasUnsaved);

        scene.Selection.SelectAll();
        scene.Marks.Tag("");
        Assert.Equal(["new_label"], scene.Marks.Columns.Select(column => column.Name));
        Assert.True(scene.Marks.HasColumns);
    }

    [Fact]
    public void New_tags_get_keys_until_all_are_taken()
    {
        for (int i = 0; i < 5; i++)
            Tag($"mine {i}", i);
        Assert.Equal(["keep", "remove", "check", "mine 0", "mine 1", "mine 2", "mine 3", "mine 4", "tag 9"], Marks.Slots);

        // The key of a tag that no sample has any more is free again.
        Tag("other", 1);
        Tag("last", 1);
        Tag("no key", 1);
        Assert.Equal(["mine 0", "last", "mine 2", "mine 3", "mine 4", "no key"], Marks.Slots.Skip(3));
    }

    [Fact]
    public void A_thousand_tags_of_a_hundred_thousand_samples_are_no_trouble()
    {
        SceneState scene = new(new SampleFacts(100_000));
        for (int i = 0; i < 1000; i++)
            scene.Marks.Tag($"tag {i}", PointSet.Of(100_000, i, 50_000 + i));
        Assert.Equal(2000, scene.Marks.Marks.Tags.Count);
        Assert.Equal("tag 999", scene.Marks.Marks.Tags[50_999]);
        Assert.True(scene.Selection.HistoryBytesTaken <= SelectionModel.HistoryBytes);
    }

    private void Tag(string name, params int[] samples)
    {
        _scene.Selection.Select(PointSet.Of(5, samples));
        Marks.Tag(name);
    }

    private string[] Column(string name) => Marks.Columns.Single(column => column.Name == name).Values;

    private void Press(Key key, Key held)
    {
        _scene.Handle(InputEvent.KeyChanged(held, true));
        _scene.Handle(InputEvent.KeyChanged(key, true));
        _scene.Handle(InputEvent.KeyChanged(key, false));
        _scene.Handle(InputEvent.KeyChanged(held, false));
    }
}
