using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Benchmarks;

/// <summary>The camera of `bench render`: circles the middle of the bounding box at two bounding radii, half a radius up.</summary>
internal sealed class BenchCamera
{
    /// <summary>Hues that points take in turn, so that neighbours in the file differ.</summary>
    private const int Hues = 10;

    private readonly Vector3 _centre;
    private readonly float _radius;
    private readonly FrameSettings _picture;
    private readonly float _pointSize;
    private readonly PointColours _colours;

    private BenchCamera(Vector3 centre, float radius, FrameSettings picture, float pointSize, PointColours colours)
    {
        _centre = centre;
        _radius = radius;
        _picture = picture;
        _pointSize = pointSize;
        _colours = colours;
    }

    /// <summary>Measures a 3-D layout.</summary>
    public static BenchCamera Around(Layout layout, FrameSettings picture, float pointSize, PointShading? shading = null)
    {
        Vector3 min = new(float.PositiveInfinity);
        Vector3 max = new(float.NegativeInfinity);
        for (int i = 0; i < layout.Count; i++)
        {
            Vector3 at = new(layout.Of(i));
            min = Vector3.Min(min, at);
            max = Vector3.Max(max, at);
        }

        Vector3 centre = (min + max) / 2;
        float radius = 0;
        for (int i = 0; i < layout.Count; i++)
            radius = Math.Max(radius, Vector3.Distance(centre, new Vector3(layout.Of(i))));

        uint[] rgba = new uint[layout.Count];
        for (int i = 0; i < rgba.Length; i++)
            rgba[i] = PerceptualRamp.At(i % Hues / (float)(Hues - 1));

        return new BenchCamera(centre, Math.Max(radius, 1e-6f), picture, pointSize, new PointColours(rgba)) { Shading = shading ?? PointShading.Flat };
    }

    /// <summary>How points are shaded.</summary>
    public PointShading Shading { get; init; } = PointShading.Flat;

    /// <summary>The picture from an angle about the vertical, in radians.</summary>
    public SceneFrame At(float angle)
    {
        Vector3 eye = _centre + (_radius * new Vector3(2 * MathF.Sin(angle), 0.5f, 2 * MathF.Cos(angle)));
        return new SceneFrame
        {
            View = Matrix4x4.CreateLookAt(eye, _centre, Vector3.UnitY),
            Projection = Camera.Projection(Camera.FirstFov, (float)_picture.Width / _picture.Height, _radius * 0.01f, _radius * 20),
            PointSize = _pointSize,
            Colours = _colours,
            Shading = Shading,
            FadeRange = new Vector2(_radius, 3 * _radius),
        };
    }
}
