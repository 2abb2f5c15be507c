using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Rendering.Tests;

/// <summary>
/// What the picture must be, in plain C#: one loop over points, one over the pixels around each. Ids and coverage follow shaders/points.glsl operation by operation in
/// 32-bit floats (C# fuses nothing), so they can be asked to agree to the pixel. Colours and depths are computed in double and agree within a tolerance.
/// </summary>
internal sealed class ReferenceRasterizer
{
    private readonly float[] _distances;

    public ReferenceRasterizer(SceneFrame scene, ReadOnlySpan<Vector4> positions, int width, int height, bool hasRelief = true)
    {
        Ids = new uint[width * height];
        Depth = new double[width * height];
        Rgb = new double[width * height * 3];
        _distances = new float[width * height];
        Array.Fill(Ids, uint.MaxValue);
        Array.Fill(_distances, float.PositiveInfinity);
        for (int i = 0; i < positions.Length; i++)
            Draw(scene, positions[i], (uint)i, width, height);
        Shade(scene, width, hasRelief);
    }

    /// <summary>Which point each pixel shows; <see cref="uint.MaxValue"/> for none.</summary>
    public uint[] Ids { get; }

    /// <summary>Clip z over clip w of each pixel; 1 for none.</summary>
    public double[] Depth { get; }

    /// <summary>Red, green, blue of each pixel, 0..255.</summary>
    public double[] Rgb { get; }

    private void Draw(SceneFrame scene, Vector4 p, uint id, int width, int height)
    {
        Matrix4x4 v = scene.View;
        Matrix4x4 m = scene.View * scene.Projection;
        float distance = Along(-v.M13, -v.M23, -v.M33, -v.M43, p);
        float w = Along(m.M14, m.M24, m.M34, m.M44, p);
        float cx = Along(m.M11, m.M21, m.M31, m.M41, p) / w * (width / 2f) + width / 2f;
        float cy = Along(m.M12, m.M22, m.M32, m.M42, p) / w * (height / 2f) + height / 2f;
        float near = Math.Max(0, scene.Projection.M43 / scene.Projection.M33);
        float far = (scene.Projection.M44 - scene.Projection.M43) / (scene.Projection.M34 - scene.Projection.M33);
        float radius = scene.PointSize / 2;
        bool isSeen = distance >= near && distance <= far && w > 0
            && cx >= -radius && cy >= -radius && cx <= width + radius && cy <= height + radius;
        if (!isSeen)
            return;
        for (int y = Math.Max(0, (int)cy - 40); y < Math.Min(height, (int)cy + 40); y++)
        {
            for (int x = Math.Max(0, (int)cx - 40); x < Math.Min(width, (int)cx + 40); x++)
            {
                float dx = x + 0.5f - cx;
                float dy = y + 0.5f - cy;
                int pixel = y * width + x;
                // Points come in the order of their ids, so an equal distance leaves the lower id.
                if (dx * dx + dy * dy <= radius * radius && distance < _distances[pixel])
                {
                    _distances[pixel] = distance;
                    Ids[pixel] = id;
                }
            }
        }
    }

    private void Shade(SceneFrame scene, int width, bool hasRelief)
    {
        Matrix4x4 p = scene.Projection;
        for (int pixel = 0; pixel < Ids.Length; pixel++)
        {
            double d = _distances[pixel];
            bool isEmpty = Ids[pixel] == uint.MaxValue;
            Depth[pixel] = isEmpty ? 1 : (-d * p.M33 + p.M43) / (-d * p.M34 + p.M44);
            double faded = isEmpty ? 1 : scene.DepthFade * Math.Clamp((d - scene.FadeRange.X) / (scene.FadeRange.Y - scene.FadeRange.X), 0, 1);
            double relief = 0;
            if (hasRelief && !isEmpty)
            {
                double left = pixel % width > 0 ? _distances[pixel - 1] : d;
                double above = pixel >= width ? _distances[pixel - width] : d;
                double unit = 12 / (double)(scene.FadeRange.Y - scene.FadeRange.X);
                relief = 0.5 * scene.DepthFade * (Math.Clamp((d - left) * unit, 0, 1) + Math.Clamp((d - above) * unit, 0, 1));
            }
            uint rgba = isEmpty ? 0 : scene.Colours.Rgba[Ids[pixel]];
            for (int channel = 0; channel < 3; channel++)
                Rgb[pixel * 3 + channel] = ((rgba >> 8 * channel & 0xFF) * (1 - faded) + 255 * scene.Background[channel] * faded) * (1 - relief);
        }
    }

    private static float Along(float x, float y, float z, float w, Vector4 p) => x * p.X + y * p.Y + z * p.Z + w;
}
