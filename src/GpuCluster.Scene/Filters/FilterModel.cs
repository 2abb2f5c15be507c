using System.Diagnostics.CodeAnalysis;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Filters;

/// <summary>The filter of a scene: conditions that all have to be met, shown as chips. Frame thread.</summary>
/// <remarks>
/// How it works. The conditions are part of the selection's state, so that undo takes them back in one order with everything else. A
/// condition that reads tags is evaluated again when tags change; one that reads the selection keeps the samples that were selected when
/// it was made.
/// </remarks>
public sealed class FilterModel
{
    private readonly SelectionModel _selection;
    private bool _isHiding;
    private SampleMarks? _next;

    /// <param name="facts">What is known of the samples.</param>
    /// <param name="selection">Keeps the filter.</param>
    public FilterModel(SampleFacts facts, SelectionModel selection)
    {
        _selection = selection;
        Columns = SampleFilterColumns.Of(facts, () => selection.Selected, () => _next ?? selection.Marks);
    }

    /// <summary>What an expression can name.</summary>
    public FilterColumns Columns { get; }

    /// <summary>The conditions, in the order in which they were made.</summary>
    public IReadOnlyList<FilterChip> Chips => _selection.Filter?.Chips ?? [];

    /// <summary>The samples that meet all conditions; null without one.</summary>
    public PointSet? Passing => _selection.Filter?.Passing;

    /// <summary>Whether samples that are filtered out are hidden; else they stay as grey context. Part of undo.</summary>
    public bool IsHiding
    {
        get => _selection.Filter?.IsHiding ?? _isHiding;
        set
        {
            _isHiding = value;
            if (_selection.Filter is { } filter && filter.IsHiding != value)
                _selection.SetFilter(filter with { IsHiding = value });
        }
    }

    /// <summary>The samples that an expression finds among those that the filter lets through, without filtering by it.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="found">The samples, or null if the expression is none.</param>
    /// <param name="fault">Why the expression is none.</param>
    public bool TryFind(string text, [NotNullWhen(true)] out PointSet? found, [NotNullWhen(false)] out FilterFault? fault)
    {
        found = null;
        if (!Filter.TryParse(text, Columns, out Filter? filter, out fault))
            return false;
        found = filter.Evaluate();
        if (Passing is { } passing)
            found = found.Intersect(passing);
        return true;
    }

    /// <summary>Adds a condition; one of the same text is not added twice. If the expression is none, the filter stays as it is.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="fault">Why the expression is none.</param>
    public bool TryAdd(string text, [NotNullWhen(false)] out FilterFault? fault)
    {
        if (!Filter.TryParse(text, Columns, out Filter? filter, out fault))
            return false;
        FilterChip chip = new(filter.Text, filter.Evaluate());
        Set([.. Chips.Where(other => other.Text != chip.Text), chip]);
        return true;
    }

    /// <summary>Removes a condition.</summary>
    /// <param name="chip">Its place among <see cref="Chips"/>; nothing happens if there is none.</param>
    public void Remove(int chip) => Set([.. Chips.Where((_, i) => i != chip)]);

    /// <summary>Removes all conditions.</summary>
    public void Clear() => Set([]);

    /// <summary>Filters a column by a range, in place of its former range.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="range">Both ends included; null: no longer.</param>
    /// <param name="isFinal">False while the range is dragged: it is shown, but no step of undo.</param>
    public void SetRange(string column, (double Low, double High)? range, bool isFinal)
    {
        List<FilterChip> chips = [.. _selection.State.Filter?.Chips ?? []];
        int place = chips.FindIndex(chip => FilterText.IsRange(chip.Text, column));
        if (place >= 0)
            chips.RemoveAt(place);
        if (range is { } ends && Filter.TryParse(FilterText.Range(column, ends.Low, ends.High), Columns, out Filter? filter, out _))
            chips.Insert(place < 0 ? chips.Count : place, new FilterChip(filter.Text, filter.Evaluate()));
        PointFilter? next = PointFilter.Of(chips, IsHiding);
        if (isFinal)
            _selection.SetFilter(next);
        else
            _selection.PreviewFilter(next);
    }

    /// <summary>The samples that meet every condition but the range of a column; null if there is no other.</summary>
    public PointSet? PassingWithout(string column) =>
        PointFilter.Of([.. Chips.Where(chip => !FilterText.IsRange(chip.Text, column))], IsHiding)?.Passing;

    /// <summary>The present range of a column, or null.</summary>
    public (double Low, double High)? RangeOf(string column) =>
        Chips.Select(chip => FilterText.RangeIn(chip.Text, column)).FirstOrDefault(range => range is not null);

    /// <summary>The filter as it is with other marks.</summary>
    public PointFilter? With(SampleMarks marks)
    {
        if (_selection.Filter is not { } filter)
            return null;
        _next = marks;
        try
        {
            FilterChip[] chips = [.. filter.Chips.Select(Renewed)];
            return chips.SequenceEqual(filter.Chips) ? filter : PointFilter.Of(chips, filter.IsHiding);
        }
        finally
        {
            _next = null;
        }
    }

    /// <summary>Restores conditions from a file; those that name what is not there are left out.</summary>
    /// <param name="chips">The expressions, and the samples of those that cannot be evaluated again.</param>
    /// <param name="isHiding">See <see cref="IsHiding"/>.</param>
    public void Restore(IReadOnlyList<(string Text, PointSet? Points)> chips, bool isHiding)
    {
        _isHiding = isHiding;
        List<FilterChip> restored = [];
        foreach ((string text, PointSet? points) in chips)
        {
            if (points is not null)
                restored.Add(new FilterChip(text, points));
            else if (Filter.TryParse(text, Columns, out Filter? filter, out _))
                restored.Add(new FilterChip(filter.Text, filter.Evaluate()));
        }

        Set(restored);
    }

    /// <summary>Whether a condition keeps samples that an evaluation would no longer find.</summary>
    public bool IsOfSelection(FilterChip chip) =>
        Filter.TryParse(chip.Text, Columns, out Filter? filter, out _) && filter.Columns.Contains("selected", StringComparer.Ordinal);

    private FilterChip Renewed(FilterChip chip)
    {
        if (!Filter.TryParse(chip.Text, Columns, out Filter? filter, out _) || !filter.IsLive || IsOfSelection(chip))
            return chip;
        PointSet points = filter.Evaluate();
        return points.Equals(chip.Points) ? chip : chip with { Points = points };
    }

    private void Set(IReadOnlyList<FilterChip> chips) => _selection.SetFilter(PointFilter.Of(chips, IsHiding));
}
