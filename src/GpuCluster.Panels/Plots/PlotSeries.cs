using SkiaSharp;

namespace GpuCluster.Panels.Plots;

/// <summary>A line of a <see cref="Plot"/>.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Colour">Of the line.</param>
/// <param name="X">Rising.</param>
/// <param name="Y">As many as <paramref name="X"/>; a value that is not finite interrupts the line.</param>
internal sealed record PlotSeries(string Name, SKColor Colour, IReadOnlyList<float> X, IReadOnlyList<float> Y);
