using GpuCluster.Core.Devices;
using GpuCluster.Core.Streaming;
using GpuCluster.Panels;
using GpuCluster.Rendering;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Frames;
using GpuCluster.Session.Graphics;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.Session.Live;

/// <summary>
/// What every picture of a cloud is made with: a device, a target in a window or in memory, an overlay, and the cloud. Composes them
/// once for the window, for benchmarks and for films, and disposes them in the only order that works.
/// </summary>
/// <remarks>
/// One thread calls everything. Before <see cref="Show(CloudScene)"/> the positions are those of one point that has no place yet.
/// </remarks>
public sealed class SceneSession : IDisposable
{
    private readonly IOverlay? _overlay;
    private readonly NameOverlay _names;
    private readonly PositionStream _noPositions;
    private CloudScene? _cloud;
    private IDisposable? _owner;

    private SceneSession(GraphicsDevice graphics, SwapchainTarget? window, OffscreenTarget? memory, IOverlay? overlay)
    {
        (Graphics, Window, Memory, _overlay) = (graphics, window, memory, overlay);
        _names = new NameOverlay();
        graphics.Renderer.Names = _names;
        _noPositions = new PositionStream(PositionSlots.Allocate(graphics.Device, count: 1), graphics.Device.TimelineSemaphore);
    }

    /// <summary>The device that draws.</summary>
    public GraphicsDevice Graphics { get; }

    /// <summary>The target in a window; null where pictures stay in memory.</summary>
    public SwapchainTarget? Window { get; }

    /// <summary>The target in memory; null in a window.</summary>
    public OffscreenTarget? Memory { get; }

    /// <summary>What is drawn; null before <see cref="Show(CloudScene)"/>.</summary>
    public CloudScene? Cloud => _cloud;

    private PositionStream Positions => _cloud?.Stream ?? _noPositions;

    /// <summary>Opens the best device and draws in a window.</summary>
    /// <param name="window">Outlives this.</param>
    /// <param name="overlay">Laid over each picture; not owned.</param>
    /// <param name="options">How Vulkan is opened.</param>
    /// <param name="lost">Devices that are not taken, as they were lost.</param>
    /// <exception cref="Core.Errors.MachineFaultException">No loader, no driver or no device fits.</exception>
    public static SceneSession InWindow(
        ISurfaceSource window,
        IOverlay? overlay,
        VulkanInstanceOptions? options = null,
        IReadOnlyCollection<DeviceIdentity>? lost = null
    ) =>
        Create(
            GraphicsDevice.Create(window, options, lost),
            graphics => new SceneSession(graphics, new SwapchainTarget(graphics.Device, graphics.Surface!), null, overlay)
        );

    /// <summary>Opens the best device and draws into memory.</summary>
    /// <param name="picture">The size.</param>
    /// <param name="overlay">Laid over each picture, or null; not owned.</param>
    /// <param name="options">How Vulkan is opened.</param>
    /// <param name="lost">Devices that are not taken, as they were lost.</param>
    /// <exception cref="Core.Errors.MachineFaultException">No loader, no driver or no device fits, or there is too little
    /// memory.</exception>
    public static SceneSession Offscreen(
        FrameSettings picture,
        IOverlay? overlay,
        VulkanInstanceOptions? options = null,
        IReadOnlyCollection<DeviceIdentity>? lost = null
    ) =>
        Create(
            GraphicsDevice.Create(window: null, options, lost),
            graphics => new SceneSession(graphics, null, new OffscreenTarget(graphics.Device, picture.Width, picture.Height), overlay)
        );

    /// <summary>Draws this cloud from now on.</summary>
    /// <param name="cloud">What is drawn; owned from then on.</param>
    public void Show(CloudScene cloud) => Show(cloud, cloud);

    /// <summary>Draws this cloud from now on.</summary>
    /// <param name="cloud">What is drawn.</param>
    /// <param name="owner">Disposed with the session, once the device has finished; the cloud itself or what owns it.</param>
    public void Show(CloudScene cloud, IDisposable owner)
    {
        (_cloud, _owner) = (cloud, owner);
        Graphics.Renderer.Pictures = cloud.Pictures;
        cloud.Scene.Names.Measure = _names.Measure;
    }

    /// <summary>Lets go of the cloud, which is drawn elsewhere from then on: disposal frees the device alone.</summary>
    public void Leave()
    {
        Graphics.Renderer.Pictures = null;
        (_cloud, _owner) = (null, null);
    }

    /// <summary>Draws a frame with the newest positions.</summary>
    /// <param name="frame">From where, and what.</param>
    /// <param name="waitsForPictures">Whether thumbnails that the frame shows are loaded first.</param>
    /// <param name="cancellation">Ends the wait for the device.</param>
    public FrameResult Draw(SceneFrame frame, bool waitsForPictures, CancellationToken cancellation)
    {
        if (waitsForPictures)
            _cloud?.Pictures?.WaitForAll(frame.Sprites, cancellation);

        _names.Show(frame.Names);
        return Graphics.Renderer.Render(frame, Positions, _overlay, (IFrameTarget?)Window ?? Memory!, cancellation);
    }

    /// <summary>Waits for the device and frees everything.</summary>
    public void Dispose()
    {
        Graphics.Device.WaitForEnd();

        Graphics.Renderer.Pictures = null;
        Graphics.Renderer.Names = null;
        _owner?.Dispose();
        _noPositions.Dispose();
        Window?.Dispose();
        Memory?.Dispose();
        Graphics.Dispose();
        _names.Dispose();
    }

    private static SceneSession Create(GraphicsDevice graphics, Func<GraphicsDevice, SceneSession> compose)
    {
        try
        {
            return compose(graphics);
        }
        catch
        {
            graphics.Dispose();
            throw;
        }
    }
}
