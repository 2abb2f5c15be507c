using SkiaSharp;

namespace GpuCluster.Panels.Plots;

/// <summary>A line of a <see cref="Plot"/>.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Colour">Of the line.</param>
/// <param name="X">Rising.</param>
/// <param name="Y">As many; where one is not finite the line is interrupted.</param>
internal sealed record PlotSeries(string Name, SKColor Colour, IReadOnlyList<float> X, IReadOnlyList<float> Y);
