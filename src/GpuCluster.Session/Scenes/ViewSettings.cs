using System.Text.Json.Serialization;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Look;

namespace GpuCluster.Session.Scenes;

/// <summary>The settings of a scene that its other parts do not keep, as plain values.</summary>
internal sealed record ViewSettings
{
    /// <summary>Epochs on the timeline before the schedule that the layout runs by.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int EpochsBefore
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    public string Colouring { get; init; } = "";

    public float PointSize { get; init; }

    public float Opacity { get; init; }

    public float DepthShading { get; init; }

    public float FogReach { get; init; }

    /// <summary>Flat in scenes that were saved before there were lit discs, so that they look as they did.</summary>
    public PointDrawing Drawing { get; init; } = PointDrawing.Flat;

    public bool IsLight { get; init; }

    public bool FollowsDensity { get; init; }

    public float EyeDome { get; init; } = 0.4f;

    public float EyeDomeRadius { get; init; } = 1.4f;

    public bool ShowsPictures { get; init; }

    /// <summary>True in scenes that were saved before there were names.</summary>
    public bool ShowsNames { get; init; } = true;

    public float PictureScale { get; init; }

    [JsonPropertyName("mostPictures")]
    public int MaxThumbnails { get; init; }

    /// <summary>What a scene shows by.</summary>
    public static ViewSettings Of(SceneState scene, int epochsBefore) =>
        new()
        {
            EpochsBefore = epochsBefore,
            Colouring = scene.Colours.Current,
            PointSize = scene.Look.PointSize,
            Opacity = scene.Look.Opacity,
            DepthShading = scene.Look.DepthShading,
            FogReach = scene.Look.FogReach,
            Drawing = scene.Look.Drawing,
            IsLight = scene.Look.IsLight,
            FollowsDensity = scene.Look.FollowsDensity,
            EyeDome = scene.Look.EyeDome,
            EyeDomeRadius = scene.Look.EyeDomeRadius,
            ShowsNames = scene.Names.IsShown,
            ShowsPictures = scene.Pictures.IsShown,
            PictureScale = scene.Pictures.Scale,
            MaxThumbnails = scene.Pictures.Max,
        };

    /// <summary>
    /// Makes a scene show by it. What is beyond a range is clamped to it; a colouring that needs what is not computed yet stays as it is.
    /// </summary>
    public void ApplyTo(SceneState scene)
    {
        // The cosines of the focus come again, and would take its place.
        if (scene.Colours.TryChoose(Colouring) && Colouring != ColourModel.Similarity && scene.Selection.Focus is not null)
            scene.Colours.FollowsSimilarity = false;
        (scene.Look.PointSize, scene.Look.Opacity) = (PointSize, Opacity);
        (scene.Look.DepthShading, scene.Look.FogReach) = (DepthShading, FogReach);
        (scene.Look.Drawing, scene.Look.IsLight, scene.Look.FollowsDensity) = (Drawing, IsLight, FollowsDensity);
        (scene.Look.EyeDome, scene.Look.EyeDomeRadius) = (EyeDome, EyeDomeRadius);
        scene.Names.IsShown = ShowsNames;
        (scene.Pictures.IsShown, scene.Pictures.Scale, scene.Pictures.Max) = (ShowsPictures, PictureScale, MaxThumbnails);
    }
}
