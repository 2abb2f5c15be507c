using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuCluster.Rendering;

/// <summary>struct Sprite of shaders/Sprites.vert.</summary>
/// <param name="Point">Index of the point.</param>
/// <param name="Scale">Pixels of the picture for a texel.</param>
/// <param name="Opacity">0 to 1.</param>
/// <param name="Rgba">Colour and style of the frame.</param>
/// <param name="Texels">Left, top, width and height of the content in its page.</param>
/// <param name="Offset">Of the content's centre from the tile's, texels.</param>
/// <param name="Layer">The page.</param>
[StructLayout(LayoutKind.Sequential, Size = 48)]
internal readonly record struct SpriteInstance(uint Point, float Scale, float Opacity, uint Rgba, Vector4 Texels, Vector2 Offset, uint Layer)
{
    /// <summary>Nothing shows through.</summary>
    public bool IsOpaque => Opacity >= 0.999f;
}
