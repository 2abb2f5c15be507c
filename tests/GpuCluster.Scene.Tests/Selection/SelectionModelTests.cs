using CsCheck;
using GpuCluster.Core.Graphs;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Selection;

public sealed class SelectionModelTests
{
    private const int Count = 100;

    private static readonly Gen<Action<SelectionModel>[]> Actions = Gen.Select(
            Gen.Int[0, 11],
            Gen.Int[0, Count - 1],
            Gen.Int[0, Count - 1].Array[0, 30]
        )
        .Select((kind, point, points) => Act(kind, point, points))
        .Array[0, 40];

    [Fact]
    public void A_point_is_selected_alone_and_let_go()
    {
        SelectionModel selection = new(5);
        selection.Select(2);
        long version = selection.Version;
        selection.Select(4);
        Assert.True(selection.Contains(4));
        Assert.False(selection.Contains(2));
        Assert.Equal((1, 4), (selection.Count, selection.Focus));
        Assert.NotEqual(version, selection.Version);
        selection.Clear();
        Assert.Equal((0, null), (selection.Count, selection.Focus));
        Assert.Throws<ArgumentOutOfRangeException>(() => selection.Select(5));
    }

    [Fact]
    public void Clicks_replace_add_and_toggle()
    {
        SelectionModel selection = new(5);
        selection.Select(1);
        selection.Select(2, SelectionChange.Add);
        Assert.Equal([1, 2], selection.Selected.ToArray());
        selection.Select(1, SelectionChange.Toggle);
        Assert.Equal([2], selection.Selected.ToArray());
        Assert.Null(selection.Focus);
        selection.Select(1, SelectionChange.Toggle);
        Assert.Equal(1, selection.Focus);
        selection.Select(PointSet.Of(5, 1, 4), SelectionChange.Remove);
        Assert.Equal([2], selection.Selected.ToArray());
        Assert.Null(selection.Focus);
    }

    [Fact]
    public void Undo_goes_back_through_every_state_and_redo_forth() =>
        Actions.Sample(actions =>
        {
            SelectionModel selection = new(Count);
            List<SelectionState> states = new() { selection.State };
            foreach (Action<SelectionModel> act in actions)
            {
                act(selection);
                if (!ReferenceEquals(selection.State, states[^1]))
                    states.Add(selection.State);
            }

            for (int i = states.Count - 1; i > 0; i--)
            {
                Assert.Equal(states[i], selection.State);
                Assert.True(selection.CanUndo);
                selection.Undo();
                Assert.Equal(states[i - 1], selection.State);
                selection.Redo();
                Assert.Equal(states[i], selection.State);
                selection.Undo();
            }

            Assert.False(selection.CanUndo);
            selection.Undo();
            Assert.Equal(states[0], selection.State);
            foreach (SelectionState state in states.Skip(1))
            {
                selection.Redo();
                Assert.Equal(state, selection.State);
            }

            Assert.False(selection.CanRedo);
        });

    [Fact]
    public void Whatever_is_done_hidden_points_are_not_selected_and_the_focus_is() =>
        Actions.Sample(actions =>
        {
            SelectionModel selection = new(Count) { Neighbours = Ring() };
            foreach (Action<SelectionModel> act in actions)
            {
                act(selection);
                Assert.True(selection.Selected.Intersect(selection.Hidden).IsEmpty);
                Assert.True(selection.Focus is not { } focus || selection.Contains(focus));
            }
        });

    [Fact]
    public void Inverting_twice_changes_nothing() =>
        Actions.Sample(actions =>
        {
            SelectionModel selection = new(Count);
            foreach (Action<SelectionModel> act in actions)
                act(selection);
            PointSet before = selection.Selected;
            selection.Invert();
            Assert.True(selection.Selected.Intersect(before.Intersect(selection.State.Selectable)).IsEmpty);
            selection.Invert();
            Assert.Equal(before, selection.Selected);
        });

    [Fact]
    public void Growing_adds_the_neighbours_that_are_shown()
    {
        SelectionModel selection = new(Count);
        selection.Select(10);
        selection.Grow();
        Assert.Equal([10], selection.Selected.ToArray());
        selection.Neighbours = Ring();
        selection.Grow();
        Assert.Equal([9, 10, 11], selection.Selected.ToArray());
        selection.Select(10);
        selection.Hide(PointSet.Of(Count, 9));
        selection.Grow();
        Assert.Equal([10, 11], selection.Selected.ToArray());
    }

    [Fact]
    public void Isolating_is_switched_and_needs_a_selection()
    {
        SelectionModel selection = new(Count);
        selection.ToggleIsolation();
        Assert.False(selection.IsIsolated);
        selection.Select(PointSet.Of(Count, 3, 4));
        selection.ToggleIsolation();
        selection.Select(3);
        Assert.Equal([3, 4], selection.Isolated!.ToArray());
        selection.SelectAll();
        Assert.Equal([3, 4], selection.Selected.ToArray());
        selection.ToggleIsolation();
        Assert.False(selection.IsIsolated);
        selection.Undo();
        Assert.True(selection.IsIsolated);
    }

    [Fact]
    public void What_is_hidden_comes_back_by_showing_all()
    {
        SelectionModel selection = new(Count);
        selection.Select(PointSet.Of(Count, 3, 4));
        selection.HideSelected();
        Assert.Equal(0, selection.Count);
        selection.SelectAll();
        Assert.Equal(Count - 2, selection.Count);
        selection.ShowOnly(PointSet.Of(Count, 4, 5));
        Assert.Equal([5], selection.Selected.ToArray());
        selection.ShowAll();
        Assert.True(selection.Hidden.IsEmpty);
    }

    [Fact]
    public void A_million_points_are_undone_within_the_bound()
    {
        const int Million = 1_000_000;
        SelectionModel selection = new(Million);
        for (int i = 0; i < 2000; i++)
        {
            selection.Select(i);
            Assert.True(selection.HistoryBytesTaken <= SelectionModel.HistoryBytes);
        }

        int undone = 0;
        while (selection.CanUndo)
        {
            selection.Undo();
            undone++;
            Assert.Equal([1999 - undone], selection.Selected.ToArray());
        }

        Assert.InRange(undone, 450, 550);
    }

    [Fact]
    public void One_step_back_is_kept_however_small_the_bound()
    {
        SelectionModel selection = new(Count, historyBytes: 1);
        for (int i = 0; i < 5; i++)
            selection.Select(i);
        selection.Undo();
        Assert.Equal([3], selection.Selected.ToArray());
        Assert.False(selection.CanUndo);
    }

    [Fact]
    public void What_changes_nothing_is_no_step()
    {
        SelectionModel selection = new(Count);
        selection.Clear();
        selection.ShowAll();
        Assert.False(selection.CanUndo);
        selection.Select(3);
        long version = selection.Version;
        selection.Select(3);
        Assert.Equal(version, selection.Version);
        selection.Hovered = 7;
        Assert.NotEqual(version, selection.Version);
        selection.Undo();
        Assert.Equal((0, 7), (selection.Count, selection.Hovered));
    }

    [Fact]
    public void A_restored_state_is_one_step_and_must_fit()
    {
        SelectionModel selection = new(Count);
        selection.Restore(new SelectionState(PointSet.Of(Count, 1, 2), PointSet.Of(Count, 2), PointSet.Of(Count, 1), Focus: 2));
        Assert.Equal([1], selection.Selected.ToArray());
        Assert.Null(selection.Focus);
        selection.Undo();
        Assert.Equal(SelectionState.Initial(Count), selection.State);
        Assert.Throws<ArgumentOutOfRangeException>(() => selection.Restore(SelectionState.Initial(Count + 1)));
    }

    /// <summary>Each point's neighbours are itself and the two beside it.</summary>
    private static KnnGraph Ring() =>
        new(
            Count,
            3,
            [.. Enumerable.Range(0, Count).SelectMany(i => new[] { i, (i + 1) % Count, (i + Count - 1) % Count })],
            new float[3 * Count]
        );

    private static Action<SelectionModel> Act(int kind, int point, int[] points) =>
        kind switch
        {
            0 => selection => selection.Select(point),
            1 => selection => selection.Select(point, SelectionChange.Toggle),
            2 => selection => selection.Select(PointSet.Of(Count, points)),
            3 => selection => selection.Select(PointSet.Of(Count, points), SelectionChange.Add),
            4 => selection => selection.Select(PointSet.Of(Count, points), SelectionChange.Remove),
            5 => selection => selection.Invert(),
            6 => selection => selection.ToggleIsolation(),
            7 => selection => selection.HideSelected(),
            8 => selection => selection.Show(PointSet.Of(Count, points)),
            9 => selection => selection.ShowOnly(PointSet.Of(Count, points)),
            10 => selection => selection.SelectAll(),
            _ => selection => selection.Grow(),
        };
}
