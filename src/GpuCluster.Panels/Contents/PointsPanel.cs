using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Look;

namespace GpuCluster.Panels.Contents;

/// <summary>How points are drawn, whatever their colours.</summary>
internal static class PointsPanel
{
    public static Panel Make(DeskParts parts)
    {
        LookModel look = parts.Scene.Look;
        return new Panel(
            "Points",
            new Column(
                new Slider("size", () => look.PointSize, size => look.PointSize = (float)size)
                {
                    Least = LookModel.SmallestPoint,
                    Most = LookModel.LargestPoint,
                    IsLogarithmic = true,
                    Default = look.PointSize,
                    Format = static size => $"{size.ToString("F1", CultureInfo.InvariantCulture)} px",
                },
                new Slider("opacity", () => look.Opacity, opacity => look.Opacity = (float)opacity) { Least = LookModel.LeastOpacity, Default = 1, Format = Percent },
                new Slider("depth shading", () => look.DepthShading, depth => look.DepthShading = (float)depth) { Default = look.DepthShading, Format = Percent },
                new Slider("fog reach", () => look.FogReach, reach => look.FogReach = (float)reach)
                {
                    Least = LookModel.ShortestFog,
                    Most = LookModel.LongestFog,
                    IsLogarithmic = true,
                    Default = look.FogReach,
                    EnabledWhen = () => look.DepthShading > 0,
                    Format = static reach => $"{AxisTicks.Short(reach)}×",
                }))
        {
            Stamp = () => look.Version.GetHashCode(),
        };
    }

    private static string Percent(double share) => $"{100 * share:F0} %";
}
