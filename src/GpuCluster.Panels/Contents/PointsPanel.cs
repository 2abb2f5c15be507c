using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Plots;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Look;
using GpuCluster.Scene.Thumbnails;

namespace GpuCluster.Panels.Contents;

/// <summary>The appearance of points and their pictures, except colours.</summary>
internal static class PointsPanel
{
    public static Panel Make(DeskParts parts)
    {
        LookModel look = parts.Scene.Look;
        ThumbnailLevels pictures = parts.Scene.Pictures;
        return new Panel(
            "Points",
            new Column(
                new Slider("size", () => look.PointSize, size => look.PointSize = (float)size)
                {
                    Min = LookModel.SmallestPoint,
                    Max = LookModel.LargestPoint,
                    IsLogarithmic = true,
                    Default = look.PointSize,
                    Format = static size => $"{size.ToString("F1", CultureInfo.InvariantCulture)} px",
                },
                new Slider("opacity", () => look.Opacity, opacity => look.Opacity = (float)opacity)
                {
                    Min = LookModel.MinOpacity,
                    Default = 1,
                    Format = Percent,
                },
                new Choice(
                    "draw as",
                    static () => ["lit discs", "flat discs", "density"],
                    () => (int)look.Drawing,
                    drawing => look.Drawing = (PointDrawing)drawing
                ),
                new Slider("eye-dome light", () => look.EyeDome, strength => look.EyeDome = (float)strength)
                {
                    Max = LookModel.StrongestEyeDome,
                    Default = look.EyeDome,
                    ShownWhen = () => look.Drawing == PointDrawing.Discs,
                    EnabledWhen = () => look.DepthShading > 0,
                    Format = static strength => strength.ToString("F2", CultureInfo.InvariantCulture),
                },
                new Slider("its reach", () => look.EyeDomeRadius, reach => look.EyeDomeRadius = (float)reach)
                {
                    Min = LookModel.ShortestEyeDome,
                    Max = LookModel.LongestEyeDome,
                    Default = look.EyeDomeRadius,
                    ShownWhen = () => look.Drawing == PointDrawing.Discs,
                    EnabledWhen = () => look is { EyeDome: > 0, DepthShading: > 0 },
                    Format = static reach => $"{reach.ToString("F1", CultureInfo.InvariantCulture)} px",
                },
                new Toggle("light background", () => look.IsLight, isLight => look.IsLight = isLight),
                new Toggle("larger when near", () => look.FollowsDensity, follows => look.FollowsDensity = follows)
                {
                    Tip = "points grow as the camera comes near",
                },
                new Slider("depth shading", () => look.DepthShading, depth => look.DepthShading = (float)depth)
                {
                    Default = look.DepthShading,
                    Format = Percent,
                },
                new Slider("fog reach", () => look.FogReach, reach => look.FogReach = (float)reach)
                {
                    Min = LookModel.ShortestFog,
                    Max = LookModel.LongestFog,
                    IsLogarithmic = true,
                    Default = look.FogReach,
                    EnabledWhen = () => look.DepthShading > 0,
                    Format = static reach => $"{AxisTicks.Short(reach)}×",
                },
                new Toggle("pictures", () => pictures.IsShown, shows => pictures.IsShown = shows)
                {
                    ShownWhen = () => pictures.HasPictures,
                    Tip = "where points are near enough",
                },
                new Slider("picture size", () => pictures.Scale, scale => pictures.Scale = (float)scale)
                {
                    Min = ThumbnailLevels.SmallestScale,
                    Max = ThumbnailLevels.LargestScale,
                    IsLogarithmic = true,
                    Default = pictures.Scale,
                    ShownWhen = () => pictures is { HasPictures: true, IsShown: true },
                    Format = static scale => $"{AxisTicks.Short(scale)}×",
                },
                new Slider("at most", () => pictures.Max, count => pictures.Max = (int)count)
                {
                    Min = 1,
                    Max = ThumbnailLevels.LargestMax,
                    IsLogarithmic = true,
                    IsWhole = true,
                    Default = ThumbnailLevels.DefaultMax,
                    ShownWhen = () => pictures is { HasPictures: true, IsShown: true },
                    Format = static count => count.ToString("N0", CultureInfo.InvariantCulture),
                }
            )
        )
        {
            Stamp = () => HashCode.Combine(look.Version, pictures.Version),
        };
    }

    private static string Percent(double share) => $"{100 * share:F0} %";
}
