using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Cameras;

/// <summary>
/// The part of a picture that no panel covers. The camera frames its target there. A rectangle by its distances from the picture's sides,
/// as shares of the picture's width and height; the default is the whole picture.
/// </summary>
/// <remarks>
/// How it works. The projection is off-centre: the camera's axis meets the picture in the middle of the free area. So the free area acts as
/// a picture with its own aspect and a narrower field of view. The alternative, a camera beside the cloud's axis, would orbit, fly and look
/// at a selection off-centre; bookmarks, camera paths and saved scenes would show the cloud off-centre in pictures without panels, as
/// offscreen.
/// </remarks>
public readonly record struct FreeArea
{
    /// <summary>
    /// The area has at least this share of the picture's width and of its height: a narrower one is too small to show the cloud.
    /// </summary>
    public const float MinShare = 0.25f;

    private FreeArea(float left, float top, float right, float bottom) => (Left, Top, Right, Bottom) = (left, top, right, bottom);

    /// <summary>From the picture's left side to the area, in widths of the picture.</summary>
    public float Left { get; }

    /// <summary>From the picture's upper side to the area, in heights of the picture.</summary>
    public float Top { get; }

    /// <summary>From the area to the picture's right side, in widths of the picture.</summary>
    public float Right { get; }

    /// <summary>From the area to the picture's lower side, in heights of the picture.</summary>
    public float Bottom { get; }

    /// <summary>Its middle in clip coordinates: x to the right and y down, -1 to 1 over the whole picture.</summary>
    public Vector2 Centre => new(Left - Right, Top - Bottom);

    private float Width => 1 - Left - Right;

    private float Height => 1 - Top - Bottom;

    /// <summary>
    /// The area between insets. Insets that leave less than <see cref="MinShare"/> in a direction are both shortened by the same factor.
    /// </summary>
    /// <param name="width">Of the picture in pixels; 0 while minimised: the whole picture.</param>
    /// <param name="height">As the width.</param>
    /// <param name="insets">Below 0 counts as 0.</param>
    public static FreeArea Of(int width, int height, FrameInsets insets)
    {
        (float left, float right) = Shares(insets.Left, insets.Right, width);
        (float top, float bottom) = Shares(insets.Top, insets.Bottom, height);
        return new FreeArea(left, top, right, bottom);
    }

    /// <summary>Width by height of the area.</summary>
    /// <param name="aspect">Width by height of the picture.</param>
    public float Aspect(float aspect) => aspect * Width / Height;

    /// <summary>The vertical field of view that the area has, with the camera's axis in its middle, in radians.</summary>
    /// <param name="fov">The same of the picture, with the axis in the picture's middle.</param>
    public float FieldOfView(float fov) => 2 * MathF.Atan(MathF.Tan(fov / 2) * Height);

    private static (float Before, float Behind) Shares(int before, int behind, int size)
    {
        if (size <= 0)
            return (0, 0);
        float one = Math.Max(0f, before) / size;
        float other = Math.Max(0f, behind) / size;
        float factor = Math.Min(1, (1 - MinShare) / (one + other));
        return factor < 1 ? (one * factor, other * factor) : (one, other);
    }
}
