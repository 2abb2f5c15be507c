using System.Numerics;
using GpuCluster.Rendering.Tests.Thumbnails;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Rendering.Tests.Passes;

/// <summary>
/// What pictures must make of the points' picture, in double and by the painter's method: one sprite after the other in the order given,
/// over every pixel whose centre it covers and whose point or picture is farther. <see cref="IsSure"/> is false where rounding may decide:
/// on outlines, on the frame's inner edge, and where half-covered texels meet nothing.
/// </summary>
internal sealed class ReferenceSprites
{
    public ReferenceSprites(SceneFrame scene, Vector4[] positions, int width, int height, int edge)
    {
        ReferenceRasterizer points = new(scene, positions, width, height);
        (Ids, Rgb, Depth) = (points.Ids, points.Rgb, points.Depth);
        IsSure = new bool[Ids.Length];
        Array.Fill(IsSure, true);
        foreach (Sprite sprite in scene.Sprites)
            Draw(scene, positions[sprite.Point], sprite, width, height, edge);
    }

    public uint[] Ids { get; }

    public double[] Rgb { get; }

    public double[] Depth { get; }

    public bool[] IsSure { get; }

    private void Draw(SceneFrame scene, Vector4 position, Sprite sprite, int width, int height, int edge)
    {
        Vector4 clip = Vector4.Transform(new Vector4(position.AsVector3(), 1), scene.View * scene.Projection);
        if (clip.W <= 0)
            return;
        double depth = clip.Z / clip.W;
        double centreX = (clip.X / clip.W + 1.0) * width / 2;
        double centreY = (clip.Y / clip.W + 1.0) * height / 2;
        bool isBand = sprite.Point % 3 == 1;
        double scale = sprite.Size / edge;
        double halfX = edge * scale / 2;
        double halfY = isBand ? halfX / 2 : halfX;
        bool isMarked = PointStyle.Of(sprite.Rgba) is PointStyle.Selected or PointStyle.Focused;
        double frame = isMarked ? 2.5 : 1.5;
        for (int pixel = 0; pixel < Ids.Length; pixel++)
        {
            double x = pixel % width + 0.5 - centreX;
            double y = pixel / width + 0.5 - centreY;
            double inner = Math.Min(halfX - Math.Abs(x), halfY - Math.Abs(y));
            if (inner < -frame - 0.05)
                continue;
            bool isNear = Math.Abs(depth - Depth[pixel]) < 1e-6 && Ids[pixel] != sprite.Point;
            if (inner < -frame + 0.05 || Math.Abs(inner) < 0.05 || isNear)
                IsSure[pixel] = false;
            if (depth - 1e-7 >= Depth[pixel])
                continue;
            double[] rgb = new double[3];
            if (inner < 0)
            {
                for (int c = 0; c < 3; c++)
                    rgb[c] = isMarked ? (sprite.Rgba >> 8 * c & 0xFF) * 0.2 + 204 : sprite.Rgba >> 8 * c & 0xFF;
            }
            else
            {
                double alpha = Sample(sprite.Point, edge, x / scale + edge / 2.0, y / scale + edge / 2.0, isBand, rgb);
                if (Math.Abs(alpha - 0.5) < 0.1)
                    IsSure[pixel] = false;
                if (alpha < 0.5)
                    continue;
            }
            for (int c = 0; c < 3; c++)
                Rgb[pixel * 3 + c] = sprite.Opacity * rgb[c] + (1 - sprite.Opacity) * Rgb[pixel * 3 + c];
            if (sprite.Opacity >= 0.5)
                (Ids[pixel], Depth[pixel]) = ((uint)sprite.Point, depth);
        }
    }

    private static double Sample(int point, int edge, double u, double v, bool isBand, double[] rgb)
    {
        (double top, double bottom) = isBand ? (edge / 4, edge * 3 / 4) : (0, edge);
        u = Math.Clamp(u, 0.5, edge - 0.5) - 0.5;
        v = Math.Clamp(v, top + 0.5, bottom - 0.5) - 0.5;
        double alpha = 0;
        for (int corner = 0; corner < 4; corner++)
        {
            int x = (int)u + corner % 2;
            int y = (int)v + corner / 2;
            double weight = (1 - Math.Abs(u - x)) * (1 - Math.Abs(v - y));
            uint texel = weight > 0 ? TestThumbnails.TexelOf(point, edge, x, y) : 0;
            alpha += weight * (texel >> 24) / 255;
            for (int c = 0; c < 3; c++)
                rgb[c] += weight * (texel >> 8 * c & 0xFF);
        }
        for (int c = 0; c < 3; c++)
            rgb[c] /= alpha > 0 ? alpha : 1;
        return alpha;
    }
}
