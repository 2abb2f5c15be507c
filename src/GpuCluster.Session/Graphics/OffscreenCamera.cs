using System.Numerics;
using GpuCluster.Scene;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Look;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Session.Graphics;

/// <summary>
/// The camera of pictures and videos without a user: it frames the cloud from a given side and follows as the cloud grows. Following is
/// smoothed, so that a video does not breathe with every epoch; the first picture is framed at once.
/// </summary>
/// <param name="picture">Its size and side.</param>
/// <param name="insets">What text covers; the camera looks at the middle between them.</param>
internal sealed class OffscreenCamera(FrameSettings picture, FrameInsets insets)
{
    /// <summary>Share of the way to the new bounds that one picture goes.</summary>
    private const float Follow = 0.12f;

    private readonly FreeArea _free = FreeArea.Of(picture.Width, picture.Height, insets);
    private CloudBounds? _bounds;

    private float Aspect => (float)picture.Width / picture.Height;

    /// <summary>The picture's description, the whole cloud in it.</summary>
    /// <param name="scene">What is pictured.</param>
    /// <param name="yaw">Radians to add to the picture's own angle.</param>
    /// <param name="close">As near as the cloud's points allow, for a single picture; else at a distance that fits every angle, for a
    /// film.</param>
    public SceneFrame Frame(SceneState scene, float yaw, bool close)
    {
        CloudBounds target = scene.Cloud.Bounds;
        CloudBounds bounds = _bounds is { } last && !close ? Blend(last, target) : target;
        _bounds = bounds;
        float half = scene.Pictures.ShownSize / 2;
        float right = picture.View.Yaw + yaw;
        float up = picture.View.Pitch;
        Camera camera = close
            ? Framing.FrameClosely(bounds, scene.Cloud.Inliers, Aspect, _free, right, up, Camera.FirstFov, half)
            : Framing.Frame(bounds, Aspect, _free, right, up, Camera.FirstFov, half);
        return From(scene, camera with { Position = bounds.Centre + ((camera.Position - bounds.Centre) / picture.View.Zoom) }, bounds);
    }

    /// <summary>The picture's description from a camera that is given.</summary>
    public SceneFrame From(SceneState scene, Camera camera) => From(scene, camera, scene.Cloud.Bounds);

    private SceneFrame From(SceneState scene, Camera camera, CloudBounds bounds)
    {
        LookModel look = scene.Look;
        SceneFrame frame = new()
        {
            View = camera.View,
            Projection = Framing.Projection(camera, bounds, Aspect, _free.Centre),
            PointSize = look.SizeAt(Framing.ShareOf(camera, bounds)),
            Background = look.Background,
            Shading = look.Shading(contentScale: 1),
            Colours = scene.Colours.Colours,
            FadeRange = look.Fog(Framing.FadeRange(camera, bounds)),
            DepthFade = bounds.IsFlat ? 0 : look.DepthShading,
            Opacity = look.Opacity,
        };
        return frame with
        {
            Sprites = scene.Pictures.Of(frame, picture.Width, picture.Height, contentScale: 1),
            Names = scene.Names.Of(frame, picture.Width, picture.Height, contentScale: 1, insets),
        };
    }

    private static CloudBounds Blend(CloudBounds from, CloudBounds to) =>
        new(
            Vector3.Lerp(from.Centre, to.Centre, Follow),
            Vector3.Lerp(from.HalfExtent, to.HalfExtent, Follow),
            float.Lerp(from.Radius, to.Radius, Follow)
        );
}
