using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering;
using GpuCluster.Rendering.Targets;
using GpuCluster.Rendering.Tests;
using GpuCluster.Scene.Frames;
using GpuCluster.Testing;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Windowing.Glfw;

namespace GpuCluster.Windowing.Tests;

// One display at a time: DISPLAY belongs to the process.
[Collection("Display")]
public sealed class SwapchainTargetTests
{
    private const string Title = "GpuCluster swapchain test";

    [Fact]
    public void The_window_shows_the_offscreen_picture_at_every_size()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? string.Empty);
        using XvfbDisplay display = XvfbDisplay.Start();
        using GlfwWindow window = new(400, 300, Title);
        window.WaitEvents(TimeSpan.FromMilliseconds(50));
        string id = display.FocusWindow(Title);
        ConcurrentQueue<ValidationMessage> messages = new();
        using VulkanInstance instance = VulkanInstance.Create(
            new VulkanInstanceOptions
            {
                Validation = true,
                Messages = messages.Enqueue,
                Extensions = window.InstanceExtensions,
            }
        );
        using (Surface surface = new(instance, window))
        using (VulkanDevice device = VulkanDevice.Create(instance, PhysicalDeviceChoice.Make(instance, surface).Require(), presents: true))
        using (PositionStream stream = TestScene.Stream(device, TestScene.TenClouds(2_000)))
        using (FrameRenderer renderer = new(device))
        using (FrameRenderer offscreenRenderer = new(device))
        using (SwapchainTarget target = new(device, surface))
        using (OffscreenTarget offscreen = new(device, 400, 300))
        {
            PointColours colours = TestScene.TenColours(2_000);
            foreach ((int width, int height) in new[] { (400, 300), (641, 203), (120, 401), (400, 300) })
            {
                display.Do("windowsize", id, width.ToString(CultureInfo.InvariantCulture), height.ToString(CultureInfo.InvariantCulture));
                SceneFrame scene = TestScene.Look(new Vector3(0.3f, 0.2f, 1.9f), width, height, colours, 5);
                byte[] shown = Show(window, renderer, stream, target, scene, (width, height));
                offscreen.Resize(width, height);
                offscreenRenderer.Render(scene, stream, overlay: null, offscreen);
                Assert.Equal(0, ImageComparer.Compare(offscreen.ReadColour(), shown, tolerance: 0).Greatest);
                Assert.Equal(offscreenRenderer.ReadIds(), renderer.ReadIds());
            }
        }
        Assert.Empty(messages.Select(message => $"{message.Id}: {message.Text}"));
    }

    [Fact]
    public void A_minimised_window_gets_no_frame_and_the_slot_stays_unread()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? string.Empty);
        using XvfbDisplay display = XvfbDisplay.Start();
        using GlfwWindow window = new(200, 100, Title);
        ConcurrentQueue<ValidationMessage> messages = new();
        using VulkanInstance instance = VulkanInstance.Create(
            new VulkanInstanceOptions
            {
                Validation = true,
                Messages = messages.Enqueue,
                Extensions = window.InstanceExtensions,
            }
        );
        Shrinkable source = new(window);
        using (Surface surface = new(instance, source))
        using (VulkanDevice device = VulkanDevice.Create(instance, PhysicalDeviceChoice.Make(instance, surface).Require(), presents: true))
        using (PositionStream stream = TestScene.Stream(device, TestScene.TenClouds(100)))
        using (FrameRenderer renderer = new(device))
        using (SwapchainTarget target = new(device, surface))
        {
            SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 200, 100, TestScene.TenColours(100), 5);
            source.IsMinimised = true;
            Assert.False(renderer.Render(scene, stream, overlay: null, target).IsDrawn);
            Assert.True(stream.HasNewer);
            source.IsMinimised = false;
            Assert.True(renderer.Render(scene, stream, overlay: null, target).IsDrawn);
            Assert.False(stream.HasNewer);
            source.IsMinimised = true;
            Assert.False(renderer.Render(scene, stream, overlay: null, target).IsDrawn);
        }
        Assert.Empty(messages.Select(message => $"{message.Id}: {message.Text}"));
    }

    private static byte[] Show(
        GlfwWindow window,
        FrameRenderer renderer,
        PositionStream stream,
        SwapchainTarget target,
        SceneFrame scene,
        (int, int) size
    )
    {
        // The window takes a while to hear of its size, and may go out of date in between.
        for (int attempt = 0; attempt < 200; attempt++)
        {
            window.WaitEvents(TimeSpan.FromMilliseconds(20));
            if (window.FramebufferSize != size)
                continue;
            target.RequestPicture();
            if (
                renderer.Render(scene, stream, overlay: null, target).IsDrawn
                && target.ReadImage(out int width, out int height) is { } picture
                && (width, height) == size
            )
            {
                return picture;
            }
        }
        throw new TimeoutException($"The window never became {size}; it is {window.FramebufferSize}, its images {target.Size}.");
    }

    private sealed class Shrinkable(ISurfaceSource inner) : ISurfaceSource
    {
        public bool IsMinimised { get; set; }

        public IReadOnlyList<string> InstanceExtensions => inner.InstanceExtensions;

        public (int Width, int Height) FramebufferSize => IsMinimised ? (0, 0) : inner.FramebufferSize;

        public ulong CreateSurface(nint instance) => inner.CreateSurface(instance);
    }
}
