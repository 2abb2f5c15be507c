namespace GpuCluster.Scene.Selection;

/// <summary>A state of the selection, for undo.</summary>
/// <param name="Selected">The selected points; none of them is hidden.</param>
/// <param name="Hidden">Points that are neither drawn nor picked.</param>
/// <param name="Isolated">The points that alone have colours, the rest being faint; null: all have them.</param>
/// <param name="Focus">The selected point that was clicked last, or null.</param>
public sealed record SelectionState(PointSet Selected, PointSet Hidden, PointSet? Isolated, int? Focus)
{
    /// <summary>The filter, or null.</summary>
    public PointFilter? Filter { get; init; }

    /// <summary>The tags and classes that the user gave.</summary>
    public SampleMarks Marks { get; init; } = SampleMarks.None(Selected.Universe);

    /// <summary>The points that are not drawn: hidden by the user, or by a filter that hides.</summary>
    public PointSet Unseen => Filter is { IsHiding: true } filter ? Hidden.Union(filter.Passing.Complement()) : Hidden;

    /// <summary>The points that alone have colours: isolated, and let through by the filter; null: all have them.</summary>
    public PointSet? Bright =>
        Filter is not { } filter ? Isolated
        : Isolated is { } isolated ? isolated.Intersect(filter.Passing)
        : filter.Passing;

    /// <summary>The points that can be selected in bulk: shown, and not faint.</summary>
    public PointSet Selectable => Bright is { } bright ? bright.Except(Hidden) : Hidden.Complement();

    /// <summary>Nothing selected, hidden or isolated.</summary>
    /// <param name="count">n.</param>
    public static SelectionState Initial(int count)
    {
        PointSet none = PointSet.Empty(count);
        SampleMarks marks = SampleMarks.None(count) with { Confirmed = none };
        return new SelectionState(none, none, Isolated: null, Focus: null) { Marks = marks };
    }

    /// <summary>Memory of the sets that are not shared with another state.</summary>
    internal long BytesBeside(SelectionState? other)
    {
        HashSet<PointSet> known = new(ReferenceEqualityComparer.Instance);
        if (other is not null)
            known.UnionWith(other.Sets());
        return Sets().Where(known.Add).Sum(set => set.Bytes);
    }

    private IEnumerable<PointSet> Sets()
    {
        yield return Selected;
        yield return Hidden;
        if (Isolated is { } isolated)
            yield return isolated;
        foreach (PointSet set in Filter?.Sets ?? [])
            yield return set;
        foreach (PointSet set in Marks.Sets)
            yield return set;
    }
}
