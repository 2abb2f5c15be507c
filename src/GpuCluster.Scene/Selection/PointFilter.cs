namespace GpuCluster.Scene.Selection;

/// <summary>One condition of a <see cref="PointFilter"/>.</summary>
/// <param name="Text">The expression, as the user wrote it.</param>
/// <param name="Points">The points that meet it.</param>
public sealed record FilterChip(string Text, PointSet Points);

/// <summary>Conditions that all have to be met. Immutable, so that undo can keep it.</summary>
/// <param name="Chips">One or more.</param>
/// <param name="Passing">The points that meet all of them.</param>
/// <param name="IsHiding">Whether the other points are hidden; else they stay as grey context.</param>
public sealed record PointFilter(IReadOnlyList<FilterChip> Chips, PointSet Passing, bool IsHiding)
{
    /// <summary>All sets that it keeps.</summary>
    internal IEnumerable<PointSet> Sets => Chips.Select(chip => chip.Points).Append(Passing);

    /// <summary>The filter of these conditions, or null if there is none.</summary>
    public static PointFilter? Of(IReadOnlyList<FilterChip> chips, bool isHiding) =>
        chips.Count == 0
            ? null
            : new PointFilter(chips, chips.Skip(1).Aggregate(chips[0].Points, (passing, chip) => passing.Intersect(chip.Points)), isHiding);
}
