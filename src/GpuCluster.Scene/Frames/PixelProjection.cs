using System.Numerics;
using System.Runtime.CompilerServices;

namespace GpuCluster.Scene.Frames;

/// <summary>Projects world positions to pixels from the top left, by a frame's camera.</summary>
public readonly struct PixelProjection
{
    private readonly Vector4 _x;
    private readonly Vector4 _y;
    private readonly Vector4 _z;
    private readonly Vector4 _origin;
    private readonly Vector2 _halfSize;

    /// <summary>A camera's projection onto a picture of some pixels.</summary>
    public PixelProjection(SceneFrame frame, int width, int height)
        : this(frame.View * frame.Projection, width, height) { }

    /// <inheritdoc cref="PixelProjection(SceneFrame, int, int)"/>
    public PixelProjection(Matrix4x4 worldToClip, int width, int height)
    {
        (_x, _y, _z, _origin) = (worldToClip.GetRow(0), worldToClip.GetRow(1), worldToClip.GetRow(2), worldToClip.GetRow(3));
        _halfSize = new Vector2(width, height) / 2;
    }

    /// <summary>Clip coordinates of a position (x, y, z, unused); w is the depth in view space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector4 ToClip(Vector4 position) => (_x * position.X) + (_y * position.Y) + (_z * position.Z) + _origin;

    /// <summary>The pixel of clip coordinates in front of the camera.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector2 ToPixel(Vector4 clip) => (new Vector2(clip.X, clip.Y) / clip.W * _halfSize) + _halfSize;

    /// <summary>
    /// The pixel that shows a position (x, y, z, unused); false where it is outside the picture, behind the camera, or not finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryProject(Vector4 position, out Vector2 pixel)
    {
        Vector4 clip = ToClip(position);
        pixel = ToPixel(clip);
        return clip.W > 0 && clip.Z >= 0 && clip.Z <= clip.W && Math.Abs(clip.X) <= clip.W && Math.Abs(clip.Y) <= clip.W;
    }
}
