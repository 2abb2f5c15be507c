namespace GpuCluster.Panels.Plots;

/// <summary>The values at a plot's four sides.</summary>
internal readonly record struct PlotBounds(double Left, double Right, double Bottom, double Top);
