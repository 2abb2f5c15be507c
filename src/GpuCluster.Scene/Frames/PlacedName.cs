namespace GpuCluster.Scene.Frames;

/// <summary>A name in a picture.</summary>
/// <param name="Text">One line.</param>
/// <param name="Area">Where it is; no two names of a picture overlap.</param>
/// <param name="Size">Of the text in pixels.</param>
/// <param name="Rgba">Colour of what it names; red in the lowest byte.</param>
public readonly record struct PlacedName(string Text, OverlayArea Area, float Size, uint Rgba);
