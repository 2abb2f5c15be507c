using System.Text.Json.Serialization;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;

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
        scene.Names.IsShown = ShowsNames;
        (scene.Pictures.IsShown, scene.Pictures.Scale, scene.Pictures.Max) = (ShowsPictures, PictureScale, MaxThumbnails);
    }
}
