using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Session.Scenes;

/// <summary>One condition of a filter, as plain values.</summary>
/// <param name="Text">The expression.</param>
/// <param name="Samples">The samples of one that read the selection of its time; null: it is evaluated again.</param>
internal sealed record FilterCondition(string Text, int[]? Samples);

/// <summary>The filter of a scene, as plain values.</summary>
internal sealed record FilterSettings
{
    public IReadOnlyList<FilterCondition> Conditions { get; init; } = [];

    public bool IsHiding { get; init; }

    /// <summary>What a scene filters by.</summary>
    public static FilterSettings Of(FilterModel filters) =>
        new()
        {
            Conditions =
            [
                .. filters.Chips.Select(chip => new FilterCondition(chip.Text, filters.IsOfSelection(chip) ? chip.Points.ToArray() : null)),
            ],
            IsHiding = filters.IsHiding,
        };

    /// <summary>Makes a scene filter by it.</summary>
    /// <param name="filters">The scene's filter.</param>
    /// <param name="count">n.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sample is not one of n.</exception>
    public void ApplyTo(FilterModel filters, int count) =>
        filters.Restore(
            [.. Conditions.Select(chip => (chip.Text, chip.Samples is { } samples ? PointSet.Of(count, samples) : null))],
            IsHiding
        );
}
