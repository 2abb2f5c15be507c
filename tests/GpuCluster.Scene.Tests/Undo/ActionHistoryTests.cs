using GpuCluster.Scene.Undo;

namespace GpuCluster.Scene.Tests.Undo;

public sealed class ActionHistoryTests
{
    private readonly ActionHistory _history = new();
    private int _value;

    [Fact]
    public void Undo_and_redo_go_back_and_forth_and_a_new_action_ends_redo()
    {
        Set(1);
        Set(2);
        _history.Undo();
        _history.Undo();
        _history.Undo();
        Assert.Equal(0, _value);
        _history.Redo();
        Assert.Equal((1, true), (_value, _history.CanRedo));
        Set(5);
        Assert.False(_history.CanRedo);
        _history.Redo();
        _history.Undo();
        Assert.Equal(1, _value);
    }

    [Fact]
    public void A_series_is_one_action_until_another_comes_or_the_scene_is_saved()
    {
        Set(1, "slider");
        Set(2, "slider");
        Set(3, "other");
        _history.MarkSaved();
        Set(4, "other");
        _history.Undo();
        Assert.Equal(3, _value);
        _history.Undo();
        Assert.Equal(2, _value);
        _history.Undo();
        Assert.Equal((0, false), (_value, _history.CanUndo));
        _history.Redo();
        Assert.Equal(2, _value);
    }

    [Fact]
    public void Work_is_unsaved_on_both_sides_of_the_saved_place()
    {
        Assert.False(_history.HasUnsaved);
        Set(1, isWork: false);
        Assert.False(_history.HasUnsaved);
        Set(2);
        Assert.True(_history.HasUnsaved);
        _history.MarkSaved();
        Assert.False(_history.HasUnsaved);
        _history.Undo();
        Assert.True(_history.HasUnsaved);
        _history.Redo();
        Assert.False(_history.HasUnsaved);
        _history.Undo();
        // The saved state can be reached by no undo and no redo any more.
        Set(3, isWork: false);
        Assert.True(_history.HasUnsaved);
        _history.MarkSaved();
        Assert.False(_history.HasUnsaved);
    }

    [Fact]
    public void Number_and_memory_are_bounded_and_dropped_work_stays_unsaved()
    {
        for (int i = 1; i <= ActionHistory.MaxActions + 50; i++)
            Set(i);
        for (int i = 0; i < 2 * ActionHistory.MaxActions; i++)
            _history.Undo();
        Assert.Equal((50, true), (_value, _history.HasUnsaved));

        for (int i = 0; i < 3; i++)
            Set(100 + i, bytes: ActionHistory.MaxBytes);
        _history.Undo();
        Assert.Equal((101, false), (_value, _history.CanUndo));
    }

    private void Set(int value, string? series = null, bool isWork = true, long bytes = 0)
    {
        int before = _value;
        _value = value;
        _history.Add(
            new SceneAction(() => _value = before, () => _value = value)
            {
                Series = series,
                IsWork = isWork,
                Bytes = bytes,
            }
        );
    }
}
