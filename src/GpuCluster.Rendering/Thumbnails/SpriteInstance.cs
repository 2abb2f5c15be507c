using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuCluster.Rendering.Thumbnails;

/// <summary>struct Sprite of shaders/Sprites.vert.</summary>
/// <param name="Point">Index of the point.</param>
/// <param name="Scale">Pixels of the picture for a texel.</param>
/// <param name="Opacity">0 to 1.</param>
/// <param name="Rgba">Colour and style of the frame.</param>
/// <param name="Texels">Left, top, width and height of the content in its page.</param>
/// <param name="Offset">Of the content's centre from the tile's, texels.</param>
/// <param name="Layer">The page.</param>
/// <param name="HasHoles">1 if parts of it are transparent, else 0. The shader does not read it.</param>
[StructLayout(LayoutKind.Sequential, Size = 48)]
internal readonly record struct SpriteInstance(
    uint Point,
    float Scale,
    float Opacity,
    uint Rgba,
    Vector4 Texels,
    Vector2 Offset,
    uint Layer,
    uint HasHoles
)
{
    /// <summary>Fully opaque: it may be drawn in any order.</summary>
    public bool IsOpaque => Opacity >= 0.999f;

    /// <summary>Fading, but more visible than the background: a click hits it.</summary>
    public bool IsMostlySeen => !IsOpaque && Opacity >= 0.5f;

    /// <summary>Fully opaque and without holes.</summary>
    public bool IsSolid => IsOpaque && HasHoles == 0;
}
