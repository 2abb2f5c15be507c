using GpuCluster.App.Pipeline;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Vulkan;

namespace GpuCluster.App.Live;

/// <summary>A prepared layout in a window: its scene, its slots and the thread that moves it. Owns them and the layout.</summary>
internal sealed class LiveCloud : IDisposable
{
    private readonly PreparedLayout _prepared;

    /// <param name="prepared">Owned from now on.</param>
    /// <param name="device">Draws, and holds the slots.</param>
    /// <param name="settings">How the window behaves.</param>
    /// <param name="wake">Wakes the window's thread; called from the layout's.</param>
    public LiveCloud(PreparedLayout prepared, VulkanDevice device, LiveSettings settings, Action wake)
    {
        _prepared = prepared;
        int count = prepared.Stepper.Count;
        Scene = new SceneState(new SampleFacts(count) { Labels = prepared.Dataset.Labels }, settings.Picture.PointSize);
        Scene.Selection.Neighbours = prepared.Knn;
        Stream = new PositionStream(PositionSlots.Allocate(device, count), device.Timeline);
        Layout = new LayoutThread(prepared.Stepper, Stream, settings.Paced, () =>
        {
            Scene.UpdatePositions(prepared.Stepper.WritePositions);
            wake();
        });
    }

    public SceneState Scene { get; }

    public PositionStream Stream { get; }

    public LayoutThread Layout { get; }

    /// <summary>n.</summary>
    public int Count => Stream.Count;

    /// <inheritdoc cref="PreparedLayout.Method"/>
    public string Method => _prepared.Method;

    /// <inheritdoc cref="PreparedLayout.Describe"/>
    public string Describe(string draws) => _prepared.Describe(draws);

    /// <summary>Does what concerns the layout, or has it done by its threads.</summary>
    /// <returns>False where the request is somebody else's.</returns>
    public bool Obey(SceneRequest request)
    {
        switch (request)
        {
            case SceneRequest.Restart:
                Layout.Restart();
                return true;
            case SceneRequest.TogglePause:
                Layout.TogglePause();
                return true;
            case SceneRequest.StepOnce:
                Layout.StepOnce();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Stops the layout and frees the slots. The device has finished every frame.</summary>
    public void Dispose()
    {
        Layout.Dispose();
        Stream.Dispose();
        _prepared.Dispose();
    }
}
