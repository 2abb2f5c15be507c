using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Rendering.Tests.Passes;

/// <summary>
/// What the picture must be, in plain C#: one loop over points, one over the pixels around each. Ids and coverage follow
/// shaders/points.glsl operation by operation in 32-bit floats (C# fuses nothing), so they can be asked to agree to the pixel. Colours and
/// depths are computed in double and agree within a tolerance.
/// </summary>
internal sealed class ReferenceRasterizer
{
    private readonly float[] _distances;
    private readonly bool[] _insides;

    public ReferenceRasterizer(SceneFrame scene, ReadOnlySpan<Vector4> positions, int width, int height, bool hasRelief = true)
    {
        Ids = new uint[width * height];
        Depth = new double[width * height];
        Rgb = new double[width * height * 3];
        _distances = new float[width * height];
        _insides = new bool[width * height];
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
        byte style = scene.Colours.HasStyles ? PointStyle.Of(scene.Colours.Rgba[id]) : PointStyle.Normal;
        float radius = RadiusOf(scene.PointSize / 2, style);
        bool isSeen =
            distance >= near && distance <= far && w > 0 && cx >= -radius && cy >= -radius && cx <= width + radius && cy <= height + radius;
        if (!isSeen || style == PointStyle.Hidden)
            return;
        for (int y = Math.Max(0, (int)cy - 70); y < Math.Min(height, (int)cy + 70); y++)
        {
            for (int x = Math.Max(0, (int)cx - 70); x < Math.Min(width, (int)cx + 70); x++)
            {
                if (style is not (PointStyle.Selected or PointStyle.Focused) && Hash(id, (uint)x, (uint)y) >= scene.Opacity * (1 << 24))
                    continue;
                float dx = x + 0.5f - cx;
                float dy = y + 0.5f - cy;
                int pixel = y * width + x;
                bool Covers(int right, int down) => (dx + right) * (dx + right) + (dy + down) * (dy + down) <= radius * radius;
                // Points come in the order of their ids, so an equal distance leaves the lower id.
                if (dx * dx + dy * dy <= radius * radius && distance < _distances[pixel])
                {
                    _distances[pixel] = distance;
                    Ids[pixel] = id;
                    _insides[pixel] = Covers(-1, 0) && Covers(1, 0) && Covers(0, -1) && Covers(0, 1);
                }
            }
        }
    }

    // Whether the pixel is within its point: by the neighbours' ids, or, where a pixel knows no neighbours, by the disc.
    private bool IsInside(int pixel, int width, bool hasNeighbours)
    {
        if (!hasNeighbours)
            return _insides[pixel];
        int x = pixel % width;
        return (x == 0 || Ids[pixel - 1] == Ids[pixel])
            && (x == width - 1 || Ids[pixel + 1] == Ids[pixel])
            && (pixel < width || Ids[pixel - width] == Ids[pixel])
            && (pixel + width >= Ids.Length || Ids[pixel + width] == Ids[pixel]);
    }

    private static float RadiusOf(float radius, byte style) =>
        style switch
        {
            PointStyle.Selected => 1.5f * radius,
            PointStyle.Focused => 2 * radius,
            PointStyle.Faint => Math.Max(0.5f * radius, Math.Min(radius, 0.7072f)),
            _ => radius,
        };

    private static uint Hash(uint id, uint x, uint y)
    {
        uint hash = unchecked(id * 0x9E3779B9) ^ (x | (y << 16));
        hash = unchecked((hash ^ (hash >> 16)) * 0x85EBCA6B);
        hash = unchecked((hash ^ (hash >> 13)) * 0xC2B2AE35);
        return (hash ^ (hash >> 16)) >> 8;
    }

    private void Shade(SceneFrame scene, int width, bool hasRelief)
    {
        Matrix4x4 p = scene.Projection;
        for (int pixel = 0; pixel < Ids.Length; pixel++)
        {
            double d = _distances[pixel];
            bool isEmpty = Ids[pixel] == uint.MaxValue;
            Depth[pixel] = isEmpty ? 1 : (-d * p.M33 + p.M43) / (-d * p.M34 + p.M44);
            double faded = isEmpty
                ? 1
                : scene.DepthFade * Math.Clamp((d - scene.FadeRange.X) / (scene.FadeRange.Y - scene.FadeRange.X), 0, 1);
            double relief = 0;
            if (hasRelief && !isEmpty)
            {
                double left = pixel % width > 0 ? _distances[pixel - 1] : d;
                double above = pixel >= width ? _distances[pixel - width] : d;
                double unit = 12 / (double)(scene.FadeRange.Y - scene.FadeRange.X);
                relief = 0.5 * scene.DepthFade * (Math.Clamp((d - left) * unit, 0, 1) + Math.Clamp((d - above) * unit, 0, 1));
            }
            byte style = !isEmpty && scene.Colours.HasStyles ? PointStyle.Of(scene.Colours.Rgba[Ids[pixel]]) : PointStyle.Normal;
            bool isRim = style is PointStyle.Selected or PointStyle.Focused && !IsInside(pixel, width, hasRelief);
            uint rgba = isEmpty ? 0 : scene.Colours.Rgba[Ids[pixel]];
            for (int channel = 0; channel < 3; channel++)
            {
                double lit = ((rgba >> 8 * channel & 0xFF) * (1 - faded) + 255 * scene.Background[channel] * faded) * (1 - relief);
                Rgb[pixel * 3 + channel] = isRim ? 0.2 * lit + 0.8 * 255 : lit;
            }
        }
    }

    private static float Along(float x, float y, float z, float w, Vector4 p) => x * p.X + y * p.Y + z * p.Z + w;
}
