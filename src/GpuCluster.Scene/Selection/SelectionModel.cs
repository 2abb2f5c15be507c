using GpuCluster.Core.Graphs;

namespace GpuCluster.Scene.Selection;

/// <summary>
/// Which points are selected, hidden, isolated, filtered and marked, with undo and redo of all of it. Frame thread.
/// </summary>
/// <remarks>
/// How it works. A state is references to immutable sets, so undo goes back along a list. A step keeps only the sets that it changed:
/// 125 KB each for a million points. The list is bounded by <see cref="HistoryBytes"/>, about five hundred steps then, and practically
/// unbounded for small clouds.
/// </remarks>
public sealed class SelectionModel
{
    /// <summary>Memory that undo and redo take at most; one step back is kept in any case.</summary>
    public const long HistoryBytes = 64L << 20;

    private readonly SelectionHistory _history;
    private readonly int _count;
    private readonly Action<bool>? _pushed;
    private int? _hovered;
    private SelectionState? _preview;
    private (SelectionState Of, PointSet Points)? _withoutColour;

    /// <summary>Nothing selected out of n points.</summary>
    /// <param name="count">n.</param>
    /// <param name="historyBytes">Memory that undo and redo take at most.</param>
    /// <param name="pushed">Called after each change; true if it is more than a single selected point.</param>
    /// <param name="marks">The marks at first; null: none.</param>
    public SelectionModel(int count, long historyBytes = HistoryBytes, Action<bool>? pushed = null, SampleMarks? marks = null)
    {
        (_count, _pushed) = (count, pushed);
        SelectionState first = SelectionState.Initial(count);
        _history = new SelectionHistory(marks is { IsEmpty: false } ? first with { Marks = marks } : first, historyBytes);
    }

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>Everything that undo goes back to.</summary>
    public SelectionState State => _preview ?? _history.Current;

    /// <summary>The selected points.</summary>
    public PointSet Selected => State.Selected;

    /// <summary>The points that are neither drawn nor picked.</summary>
    public PointSet Hidden => State.Hidden;

    /// <summary>The points that alone have colours, or null.</summary>
    public PointSet? Isolated => State.Isolated;

    /// <summary>The filter, or null.</summary>
    public PointFilter? Filter => State.Filter;

    /// <summary>The tags and classes that the user gave.</summary>
    public SampleMarks Marks => State.Marks;

    /// <summary>The points that are hidden, by the user or as the filter leaves them out; the same object until that changes.</summary>
    public PointSet LeftOut
    {
        get
        {
            SelectionState state = State;
            if (_withoutColour is not { } known || !ReferenceEquals(known.Of, state))
            {
                PointSet points = state.Filter is { } filter ? state.Hidden.Union(filter.Passing.Complement()) : state.Hidden;
                bool isSame = _withoutColour is { } before && before.Points.Equals(points);
                _withoutColour = known = (state, isSame ? _withoutColour!.Value.Points : points);
            }

            return known.Points;
        }
    }

    /// <summary>How many points are selected.</summary>
    public int Count => State.Selected.Count;

    /// <summary>The selected point that was clicked last, or null.</summary>
    public int? Focus => State.Focus;

    /// <summary>True where only some points have colours and the rest is faint.</summary>
    public bool IsIsolated => State.Isolated is not null;

    /// <summary>Whether there is something to undo.</summary>
    public bool CanUndo => _history.CanUndo;

    /// <summary>Whether there is something to redo.</summary>
    public bool CanRedo => _history.CanRedo;

    /// <summary>Memory that undo and redo take now.</summary>
    public long HistoryBytesTaken => _history.Bytes;

    /// <summary>The neighbours that <see cref="Grow"/> goes to; null before they are known.</summary>
    public KnnGraph? Neighbours { get; set; }

    /// <summary>The point under the cursor, or null. Not part of undo.</summary>
    public int? Hovered
    {
        get => _hovered;
        set
        {
            if (_hovered == value)
                return;
            _hovered = value;
            Version++;
        }
    }

    /// <summary>Whether a point is selected.</summary>
    public bool Contains(int point) => State.Selected.Contains(point);

    /// <summary>Selects a point and makes it the focus; if the point is deselected, there is no focus.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public void Select(int point, SelectionChange change = SelectionChange.Replace)
    {
        SelectionState next = Changed(PointSet.Of(_count, point), change);
        Change(next with { Focus = next.Selected.Contains(point) ? point : null });
    }

    /// <summary>Selects points except hidden ones. The focus stays if it is still selected.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The set is not one of n points.</exception>
    public void Select(PointSet points, SelectionChange change = SelectionChange.Replace) => Change(Changed(points, change));

    /// <summary>Selects every point that is neither hidden nor faint.</summary>
    public void SelectAll() => Select(State.Selectable);

    /// <summary>Selects nothing.</summary>
    public void Clear() => Change(State with { Selected = PointSet.Empty(_count), Focus = null });

    /// <summary>Inverts the selection among the points that are neither hidden nor faint.</summary>
    public void Invert() => Select(State.Selectable, SelectionChange.Toggle);

    /// <summary>Adds the neighbours of the selected points. Does nothing if <see cref="Neighbours"/> are unknown.</summary>
    public void Grow()
    {
        if (Neighbours is not { } graph)
            return;
        ulong[] words = Selected.Words.ToArray();
        foreach (int point in Selected)
        {
            foreach (int neighbour in graph.NeighboursOf(point))
                words[neighbour / 64] |= 1UL << (neighbour % 64);
        }

        Select(PointSet.FromWords(_count, words));
    }

    /// <summary>
    /// Isolates the selected points: only they keep their colours. If points are isolated already, ends that. Does nothing if nothing is
    /// selected.
    /// </summary>
    public void ToggleIsolation()
    {
        if (IsIsolated)
            Change(State with { Isolated = null });
        else if (Count > 0)
            Change(State with { Isolated = Selected });
    }

    /// <summary>Hides the selected points, which then are no longer selected.</summary>
    public void HideSelected() => Hide(Selected);

    /// <summary>Hides points, which then are no longer selected.</summary>
    public void Hide(PointSet points) => SetHidden(Hidden.Union(points));

    /// <summary>Shows points that were hidden.</summary>
    public void Show(PointSet points) => SetHidden(Hidden.Except(points));

    /// <summary>Shows these points and hides all others.</summary>
    public void ShowOnly(PointSet points) => SetHidden(points.Complement());

    /// <summary>Shows all that was hidden.</summary>
    public void ShowAll() => SetHidden(PointSet.Empty(_count));

    /// <summary>Goes back by one change.</summary>
    public void Undo()
    {
        _preview = null;
        _history.Undo();
        Version++;
    }

    /// <summary>Goes forward again by one change.</summary>
    public void Redo()
    {
        _preview = null;
        _history.Redo();
        Version++;
    }

    /// <summary>Filters by another filter, or with null by none. Selected points that it leaves out are no longer selected.</summary>
    public void SetFilter(PointFilter? filter) => Change(Filtered(State, filter));

    /// <summary>Shows another filter until the next change, without a step of undo: while a range is dragged.</summary>
    public void PreviewFilter(PointFilter? filter)
    {
        _preview = Filtered(_history.Current, filter);
        Version++;
    }

    /// <summary>Gives tags and classes, and the filter that follows from them.</summary>
    /// <param name="marks">The marks.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="next">The point that is selected alone in the same step; null: the selection stays.</param>
    public void SetMarks(SampleMarks marks, PointFilter? filter, int? next = null)
    {
        SelectionState state = Filtered(State with { Marks = marks }, filter);
        if (next is { } point && !state.Unseen.Contains(point))
            state = state with { Selected = PointSet.Of(_count, point), Focus = point };
        Change(state);
    }

    /// <summary>Restores a state from a file, as one change.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sets are not of n points, or the focus is not one of them.</exception>
    public void Restore(SelectionState state)
    {
        foreach (PointSet set in new[] { state.Selected, state.Hidden, state.Isolated ?? state.Hidden })
            ArgumentOutOfRangeException.ThrowIfNotEqual(set.Universe, _count, nameof(state));
        PointSet selected = state.Selected.Except(state.Unseen);
        Change(state with { Selected = selected, Focus = Kept(state.Focus, selected) });
    }

    private static SelectionState Filtered(SelectionState state, PointFilter? filter)
    {
        PointSet selected = filter is null ? state.Selected : state.Selected.Intersect(filter.Passing);
        return state with { Filter = filter, Selected = selected, Focus = Kept(state.Focus, selected) };
    }

    private static int? Kept(int? focus, PointSet selected) => focus is { } point && selected.Contains(point) ? focus : null;

    private SelectionState Changed(PointSet points, SelectionChange change)
    {
        PointSet shown = points.Except(State.Unseen);
        PointSet selected = change switch
        {
            SelectionChange.Add => Selected.Union(shown),
            SelectionChange.Remove => Selected.Except(shown),
            SelectionChange.Toggle => Selected.SymmetricExcept(shown),
            _ => shown,
        };
        return State with { Selected = selected, Focus = Kept(Focus, selected) };
    }

    private void SetHidden(PointSet hidden)
    {
        PointSet selected = Selected.Except(hidden);
        Change(State with { Hidden = hidden, Selected = selected, Focus = Kept(Focus, selected) });
    }

    /// <summary>Adds a state if it differs; equal sets are shared, so that undo stores them once.</summary>
    private void Change(SelectionState next)
    {
        bool wasPreview = _preview is not null;
        _preview = null;
        SelectionState now = State;
        PointSet? isolated = next.Isolated is { } some && some.Equals(now.Isolated) ? now.Isolated : next.Isolated;
        next = next with
        {
            Selected = next.Selected.Equals(now.Selected) ? now.Selected : next.Selected,
            Hidden = next.Hidden.Equals(now.Hidden) ? now.Hidden : next.Hidden,
            Isolated = isolated,
        };
        if (next == now)
        {
            Version += wasPreview ? 1 : 0;
            return;
        }

        _history.Push(next);
        Version++;
        _pushed?.Invoke(next.Selected.Count > 1 || !next.Hidden.Equals(now.Hidden) || next.Filter != now.Filter || next.Marks != now.Marks);
    }
}
