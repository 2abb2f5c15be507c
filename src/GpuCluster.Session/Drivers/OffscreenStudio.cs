using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Pictures;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene;
using GpuCluster.Scene.Frames;
using GpuCluster.Session.Graphics;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.Session.Drivers;

/// <summary>Takes pictures of a scene without a window, by the same slots, passes and renderer that a window uses.</summary>
internal sealed class OffscreenStudio : IDisposable
{
    private readonly GraphicsDevice _graphics;
    private readonly OffscreenTarget _target;
    private readonly PositionStream _stream;
    private readonly SharedPositionsPool _copies;
    private readonly PictureAtlas? _atlas;
    private int _shown = -1;

    /// <param name="picture">Size, side and points.</param>
    /// <param name="scene">What is pictured; not owned.</param>
    public OffscreenStudio(PictureSettings picture, SceneState scene)
    {
        Scene = scene;
        _graphics = GraphicsDevice.Create(window: null);
        _target = new OffscreenTarget(_graphics.Device, picture.Width, picture.Height);
        _stream = new PositionStream(PositionSlots.Allocate(_graphics.Device, scene.Facts.Count), _graphics.Device.Timeline);
        _copies = new SharedPositionsPool(scene.Facts.Count);
        _atlas = scene.Facts.Thumbnails is { Edges.Count: > 0 } thumbnails ? new PictureAtlas(_graphics.Device, thumbnails) : null;
        _graphics.Renderer.Pictures = _atlas;
    }

    /// <summary>What is pictured.</summary>
    public SceneState Scene { get; }

    /// <summary>The device that draws, for people.</summary>
    public string DeviceName => _graphics.Name;

    /// <summary>Takes over positions where they are others than those shown last.</summary>
    /// <param name="layout">n positions.</param>
    /// <param name="cancellation">Ends the wait for the device.</param>
    public void Show(ILayoutStepper layout, CancellationToken cancellation)
    {
        if (layout.Epoch == _shown)
        {
            return;
        }

        _shown = layout.Epoch;
        PositionSlot slot = _stream.BeginWrite(cancellation);
        layout.WriteTo(slot.Memory);
        _stream.Publish(layout.Epoch);
        SharedPositions copy = _copies.Rent(layout.Epoch);
        layout.WriteTo(copy);
        Scene.UpdatePositions(copy);
        copy.Release();
    }

    /// <summary>Takes a picture, its sprites waited for.</summary>
    /// <param name="frame">From where, and what.</param>
    /// <param name="overlay">What is laid over, or null.</param>
    /// <param name="cancellation">Ends the wait for the device.</param>
    /// <returns>height x width pixels, R G B A, top row first. Valid until the next picture.</returns>
    public ReadOnlySpan<byte> Picture(SceneFrame frame, IOverlay? overlay, CancellationToken cancellation)
    {
        _atlas?.WaitForAll(frame.Sprites, cancellation);
        _graphics.Renderer.Render(frame, _stream, overlay, _target, cancellation);
        return _target.ReadColour(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _graphics.Device.WaitIdle();
        _atlas?.Dispose();
        _stream.Dispose();
        _target.Dispose();
        _graphics.Dispose();
    }
}
