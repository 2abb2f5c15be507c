namespace GpuCluster.Scene.Selection;

/// <summary>A state of the selection, for undo.</summary>
/// <param name="Selected">The selected points; none of them is hidden.</param>
/// <param name="Hidden">Points that are neither drawn nor picked.</param>
/// <param name="Isolated">The points that alone have colours, the rest being faint; null: all have them.</param>
/// <param name="Focus">The selected point that was clicked last, or null.</param>
public sealed record SelectionState(PointSet Selected, PointSet Hidden, PointSet? Isolated, int? Focus)
{
    /// <summary>The points that can be selected in bulk: shown, and not faint.</summary>
    public PointSet Selectable => Isolated is { } isolated ? isolated.Except(Hidden) : Hidden.Complement();

    /// <summary>Nothing selected, hidden or isolated.</summary>
    /// <param name="count">n.</param>
    public static SelectionState Initial(int count)
    {
        PointSet none = PointSet.Empty(count);
        return new SelectionState(none, none, Isolated: null, Focus: null);
    }

    /// <summary>Memory of the sets that are not shared with another state.</summary>
    internal long BytesBeside(SelectionState? other)
    {
        long bytes = 0;
        foreach (
            PointSet? set in new[]
            {
                Selected,
                ReferenceEquals(Hidden, Selected) ? null : Hidden,
                ReferenceEquals(Isolated, Selected) ? null : Isolated,
            }
        )
        {
            if (
                set is not null
                && !(
                    other is not null
                    && (ReferenceEquals(set, other.Selected) || ReferenceEquals(set, other.Hidden) || ReferenceEquals(set, other.Isolated))
                )
            )
            {
                bytes += set.Bytes;
            }
        }

        return bytes;
    }
}
