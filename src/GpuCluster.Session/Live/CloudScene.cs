using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Streaming;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Rendering.Thumbnails;
using GpuCluster.Scene;
using GpuCluster.Scene.Look;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Scenes;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.Session.Live;

/// <summary>The scene of a prepared layout with its thumbnails and its slots on the device that draws. Owns those.</summary>
public sealed class CloudScene : IDisposable
{
    private readonly IThumbnails? _thumbnails;
    private readonly ILayoutStepper _stepper;
    private readonly Action<string> _warn;

    /// <summary>Reads the samples and restores what a scene file holds; allocates the slots.</summary>
    /// <param name="prepared">The layout; not owned.</param>
    /// <param name="device">Draws, and holds the slots.</param>
    /// <param name="picture">Points, colours and thumbnails.</param>
    /// <param name="restoresHistory">Whether recorded epochs and neighbours are shown, as in a window; those of stations are in any
    /// case.</param>
    /// <param name="warn">Receives why a device's positions go through the host; called by the layout's thread too.</param>
    public CloudScene(PreparedLayout prepared, VulkanDevice device, FrameSettings picture, bool restoresHistory, Action<string> warn)
    {
        _stepper = prepared.Stepper;
        _warn = warn;
        try
        {
            _thumbnails = picture.ShowsPictures ? prepared.Dataset.OpenThumbnails() : null;
            Scene = new SceneState(prepared.FactsWith(_thumbnails), picture.PointSize);
            if (restoresHistory)
                Scene.Selection.Neighbours = prepared.Knn;

            Colourings.Choose(Scene.Colours, picture.ColourBy);
            if (prepared.Kept is { } kept)
            {
                if (restoresHistory || SceneFiles.HasStations(kept))
                    SceneFiles.RestoreHistory(kept.File, Scene.Timeline);

                SceneFiles.RestoreView(kept, Scene);
            }

            Choose(Scene.Look, picture);
            if (picture.ShowsNames is { } shows)
                Scene.Names.IsShown = shows;
            else if (!restoresHistory)
                Scene.Names.IsShown = false;

            if (picture.Filter is { } filter)
                Filters.Choose(Scene.Filters, filter);

            Enter(device);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is shown, and how.</summary>
    public SceneState Scene { get; }

    /// <summary>Where positions are written and drawn from.</summary>
    public PositionStream Stream { get; private set; } = null!;

    /// <summary>The samples' thumbnails in device memory; null where there are none.</summary>
    public ThumbnailAtlas? Pictures { get; private set; }

    internal IThumbnails? Thumbnails => _thumbnails;

    /// <summary>Puts thumbnails and slots on another device.</summary>
    /// <param name="device">Draws, and holds the slots.</param>
    public void Enter(VulkanDevice device)
    {
        Pictures = _thumbnails is { Edges.Count: > 0 } ? new ThumbnailAtlas(device, _thumbnails) : null;
        Stream = new PositionStream(
            PositionSlots.Allocate(device, _stepper.Count, _stepper.SharesMemoryOf, _warn),
            device.TimelineSemaphore
        );
    }

    /// <summary>Frees slots and thumbnails on the device, which has finished every frame or is lost. Nothing writes to them.</summary>
    public void Leave()
    {
        Pictures?.Dispose();
        Stream?.Dispose();
        Pictures = null;
        Stream = null!;
    }

    /// <summary>Frees the slots. The device has finished every frame.</summary>
    public void Dispose()
    {
        Leave();
        _thumbnails?.Dispose();
    }

    // What the command line asks for comes before what a kept scene says.
    private static void Choose(LookModel look, FrameSettings picture)
    {
        look.Drawing = picture.Drawing ?? look.Drawing;
        look.IsLight = picture.IsLight ?? look.IsLight;
        look.Opacity = picture.Opacity ?? look.Opacity;
        look.EyeDome = picture.EyeDome ?? look.EyeDome;
        look.EyeDomeRadius = picture.EyeDomeRadius ?? look.EyeDomeRadius;
    }
}
