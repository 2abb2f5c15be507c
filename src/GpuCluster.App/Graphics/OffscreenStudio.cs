using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan;

namespace GpuCluster.App.Graphics;

/// <summary>Takes pictures of a layout without a window, by the same slots, passes and renderer that a window uses.</summary>
internal sealed class OffscreenStudio : IDisposable
{
    private readonly GraphicsDevice _graphics;
    private readonly OffscreenTarget _target;
    private readonly PositionStream _stream;
    private readonly OffscreenCamera _camera;
    private readonly IColouring _colouring;
    private readonly Vector4[] _positions;

    /// <param name="picture">Size, side and points.</param>
    /// <param name="count">n, the number of points.</param>
    /// <param name="colouring">Colours them.</param>
    public OffscreenStudio(PictureSettings picture, int count, IColouring colouring)
    {
        _graphics = GraphicsDevice.Create(window: null);
        _target = new OffscreenTarget(_graphics.Device, picture.Width, picture.Height);
        _stream = new PositionStream(PositionSlots.Allocate(_graphics.Device, count), _graphics.Device.Timeline);
        _camera = new OffscreenCamera(picture);
        _colouring = colouring;
        _positions = new Vector4[count];
    }

    /// <summary>The device that draws, for people.</summary>
    public string DeviceName => _graphics.Name;

    /// <summary>Pictures the current positions.</summary>
    /// <param name="layout">n positions.</param>
    /// <param name="overlay">What is laid over, or null.</param>
    /// <param name="yaw">Radians to turn the camera about the vertical.</param>
    /// <param name="close">As near as this side of the cloud allows; else as near as every side does.</param>
    /// <param name="cancellation">Ends the wait for the device.</param>
    /// <returns>height x width pixels, R G B A, top row first. Valid until the next picture.</returns>
    public ReadOnlySpan<byte> Picture(ILayoutStepper layout, IOverlay? overlay, float yaw, bool close, CancellationToken cancellation)
    {
        layout.WritePositions(_positions);
        PositionSlot slot = _stream.BeginWrite(cancellation);
        _positions.CopyTo(slot.Memory.Positions);
        _stream.Publish(layout.Epoch);
        SceneFrame frame = _camera.Frame(_positions, _colouring, yaw, close);
        _graphics.Renderer.Render(frame, _stream, overlay, _target, cancellation);
        return _target.ReadColour(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _graphics.Device.WaitIdle();
        _stream.Dispose();
        _target.Dispose();
        _graphics.Dispose();
    }
}
