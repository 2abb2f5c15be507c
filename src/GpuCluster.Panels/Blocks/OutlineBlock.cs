using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Selection;
using SkiaSharp;

namespace GpuCluster.Panels.Blocks;

/// <summary>The rectangle or lasso that is being drawn.</summary>
internal static class OutlineBlock
{
    public static void Draw(Pen pen, SelectionOutline outline)
    {
        SKPoint[] corners = [.. outline.Corners.Select(corner => new SKPoint(corner.X, corner.Y))];
        pen.Shape(corners, new SKColor(0x48, 0xA8, 0xF0, 36), PanelStyle.Accent, Math.Max(1, pen.Style.Unit / 10));
    }
}
