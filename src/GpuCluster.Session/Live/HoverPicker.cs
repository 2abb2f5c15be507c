using System.Numerics;
using GpuCluster.Rendering;
using GpuCluster.Rendering.Picking;
using GpuCluster.Scene.Control;

namespace GpuCluster.Session.Live;

/// <summary>Answers the mouse which point is under it, from the ids of the newest frame. Frame thread.</summary>
/// <remarks>
/// A click, and hovering over a picture that stands still, are answered at once, which waits for the frame. While the picture changes with
/// every frame, hovering is asked after one frame and answered before the next, so that a frame can be prepared while another is drawn.
/// </remarks>
internal sealed class HoverPicker(FrameRenderer renderer)
{
    private Vector2? _asked;

    /// <summary>Before a frame is made.</summary>
    public void FrameBegins(MouseControl mouse)
    {
        if (_asked is { } asked && renderer.TryTakePick(out PixelPick pick))
        {
            _asked = null;
            mouse.Picked(pick.Point, asked);
        }
    }

    /// <summary>After a frame that others will follow.</summary>
    public void FrameDrawn(MouseControl mouse)
    {
        if (mouse.HasClick)
        {
            PictureRests(mouse);
        }
        else if (_asked is null && mouse.WantsPickAt is { } pixel)
        {
            _asked = pixel;
            renderer.RequestPick((int)MathF.Floor(pixel.X), (int)MathF.Floor(pixel.Y));
        }
    }

    /// <summary>While no frame is due.</summary>
    public void PictureRests(MouseControl mouse)
    {
        // A click and then the hovering that follows it.
        for (int i = 0; i < 2 && mouse.WantsPickAt is { } pixel; i++)
            mouse.Picked(renderer.PickAt((int)MathF.Floor(pixel.X), (int)MathF.Floor(pixel.Y)), pixel);
    }
}
