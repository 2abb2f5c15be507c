using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;

namespace GpuCluster.App.Graphics;

/// <summary>
/// The camera of pictures and videos that nobody steers: it frames the cloud from a given side and follows as the cloud grows. Following is smoothed, so that a
/// video does not breathe with every epoch; the first picture is framed at once.
/// </summary>
internal sealed class OffscreenCamera(PictureSettings picture)
{
    /// <summary>Share of the way to the new bounds that one picture goes.</summary>
    private const float Follow = 0.12f;

    private CloudBounds? _bounds;

    /// <summary>The picture's description.</summary>
    /// <param name="positions">n positions (x, y, z, unused).</param>
    /// <param name="colouring">Colours them.</param>
    /// <param name="yaw">Radians to add to the picture's own angle.</param>
    /// <param name="close">As near as the cloud's outline allows, for a single picture; else at a distance that fits every angle, for a film.</param>
    public SceneFrame Frame(ReadOnlySpan<Vector4> positions, IColouring colouring, float yaw, bool close)
    {
        CloudBounds target = CloudBounds.Of(positions);
        CloudBounds bounds = _bounds is { } last && !close ? Blend(last, target) : target;
        _bounds = bounds;
        float aspect = (float)picture.Width / picture.Height;
        Camera camera = close
            ? Framing.FrameClosely(bounds, CloudOutline.Of(positions, bounds), aspect, picture.View.Yaw + yaw, picture.View.Pitch)
            : Framing.Frame(bounds, aspect, picture.View.Yaw + yaw, picture.View.Pitch);
        camera = camera with { Position = bounds.Center + ((camera.Position - bounds.Center) / picture.View.Zoom) };
        SceneFrame frame = new()
        {
            View = camera.View,
            Projection = Framing.Projection(camera, bounds, aspect),
            PointSize = picture.PointSize,
            Colours = colouring.Colour(positions),
            FadeRange = Framing.FadeRange(camera, bounds),
        };
        return bounds.IsFlat ? frame with { DepthFade = 0 } : frame;
    }

    private static CloudBounds Blend(CloudBounds from, CloudBounds to) => new(
        Vector3.Lerp(from.Center, to.Center, Follow),
        Vector3.Lerp(from.HalfExtent, to.HalfExtent, Follow),
        float.Lerp(from.Radius, to.Radius, Follow));
}
