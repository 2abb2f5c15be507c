using GpuCluster.Rendering;
using GpuCluster.Scene.Input;

namespace GpuCluster.App.Live;

/// <summary>Answers the mouse which point is under it, from the ids of the newest frame. Frame thread.</summary>
/// <remarks>
/// Asking waits for the frame. A click is answered at once. Hovering is answered at once where the picture stands still, and a few times a second while it changes with every
/// frame, for then each answer would keep the next frame from being prepared while this one is drawn.
/// </remarks>
internal sealed class HoverPicker(FrameRenderer renderer, TimeProvider time)
{
    private static readonly TimeSpan MovingInterval = TimeSpan.FromMilliseconds(80);

    private long _asked;

    /// <summary>Answers where there is something to answer.</summary>
    /// <param name="mouse">Asks.</param>
    /// <param name="isMoving">Whether the next frame is due anyway.</param>
    public void Answer(MouseControl mouse, bool isMoving)
    {
        // A click and then the hovering that follows it.
        for (int i = 0; i < 2 && mouse.WantsPickAt is { } pixel; i++)
        {
            bool isClick = mouse.HasClick;
            if (!isClick && isMoving && time.GetElapsedTime(_asked) < MovingInterval)
            {
                return;
            }

            _asked = time.GetTimestamp();
            mouse.Picked(renderer.PickAt((int)MathF.Floor(pixel.X), (int)MathF.Floor(pixel.Y)), pixel);
        }
    }
}
