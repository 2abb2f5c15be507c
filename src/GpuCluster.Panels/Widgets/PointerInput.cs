using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A pointer event of a widget.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">Pixels of the panel's picture.</param>
internal readonly record struct PointerInput(PointerKind Kind, SKPoint At)
{
    /// <summary>For a wheel: steps, away from the user positive.</summary>
    public float Steps { get; init; }

    /// <summary>For a press: 1, or 2 for the second press of a double click.</summary>
    public int Clicks { get; init; }

    public bool IsShift { get; init; }

    public bool IsControl { get; init; }
}
