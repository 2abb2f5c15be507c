namespace GpuCluster.Scene.Frames;

/// <summary>A sample's picture in space, facing the camera, at its point's position.</summary>
/// <param name="Point">Index of the point.</param>
/// <param name="Size">Edge in pixels of the picture.</param>
/// <param name="Opacity">0 to 1: how far it has faded in.</param>
/// <param name="Edge">The thumbnail's edge length that suits the size, one of IThumbnails.Edges.</param>
/// <param name="Rgba">Colour of the frame around the picture, the point's own; the highest byte is its <see cref="PointStyle"/>.</param>
public readonly record struct Sprite(int Point, float Size, float Opacity, int Edge, uint Rgba);
