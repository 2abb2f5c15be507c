namespace GpuCluster.Scene.Frames;

/// <summary>A rectangle of an overlay, in pixels from the top left.</summary>
/// <param name="X">Left; may lie outside the picture.</param>
/// <param name="Y">Top; may lie outside the picture.</param>
/// <param name="Width">1 or more.</param>
/// <param name="Height">1 or more.</param>
public readonly record struct OverlayArea(int X, int Y, int Width, int Height)
{
    /// <summary>Whether the two have a pixel in common.</summary>
    public bool Overlaps(OverlayArea other) =>
        X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
}
