namespace GpuCluster.Scene.Colouring;

/// <summary>One colour of a legend.</summary>
/// <param name="Name">Any script, any length.</param>
/// <param name="Rgba">Red in the lowest byte, then green, blue, alpha; sRGB.</param>
/// <param name="Count">Points of this colour; 0 where a colour is a place on a scale.</param>
public readonly record struct LegendEntry(string Name, uint Rgba, int Count);
