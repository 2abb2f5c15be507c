using System.Numerics;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Targets;
using GpuCluster.Rendering.Tests.Passes;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Slots;
using GpuCluster.Vulkan.Submission;
using GpuCluster.Vulkan.Tests;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Tests;

public sealed class FrameRendererTests
{
    [Fact]
    public void Any_sequence_of_sizes_gives_the_picture_of_each_size()
    {
        using ValidatedDevice gpu = new();
        Vector4[] positions = TestScene.TenClouds(1_000);
        using PositionStream stream = TestScene.Stream(gpu.Device, positions);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, 64, 64);
        PointColours colours = TestScene.TenColours(1_000);
        foreach ((int width, int height) in new[] { (1, 1), (320, 200), (3, 501), (501, 3), (255, 127), (1, 1), (64, 64) })
        {
            target.Resize(width, height);
            SceneFrame scene = TestScene.Look(new Vector3(0.4f, 0.2f, 1.8f), width, height, colours, 4);
            for (int frame = 0; frame < 3; frame++)
                renderer.Render(scene, stream, overlay: null, target);
            Assert.Equal(width * height * 4, target.ReadColour().Length);
            Assert.Equal(new ReferenceRasterizer(scene, positions, width, height).Ids, renderer.ReadIds());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_layout_thread_that_publishes_all_the_while_never_tears_a_picture(bool isStaged)
    {
        const int Frames = 200;
        const int Count = 400;
        using ValidatedDevice gpu = new();
        // All points of epoch e lie at one place, so a torn slot would show two discs.
        IReadOnlyList<IPositionSlotMemory> memories = isStaged
            ? [.. Enumerable.Range(0, 3).Select(_ => new StagedSlotMemory(gpu.Device, Count))]
            : PositionSlots.Allocate(gpu.Device, Count);
        using PositionStream stream = new(memories, gpu.Device.TimelineSemaphore);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, 96, 32);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 96, 32, TestScene.TenColours(Count), 5);
        using CancellationTokenSource stop = new();
        Task writer = Task.Run(() => Write(stream, stop.Token), TestContext.Current.CancellationToken);
        int lastEpoch = -1;
        int epochs = 0;
        for (int frame = 0; frame < Frames; frame++)
        {
            FrameResult result = renderer.Render(scene, stream, overlay: null, target);
            Assert.True(result.Epoch >= lastEpoch);
            epochs += result.Epoch > lastEpoch ? 1 : 0;
            lastEpoch = result.Epoch;
            if (result.Epoch < 0 || frame % 5 != 0)
                continue;
            Vector4[] expected = [.. Enumerable.Repeat(PlaceOf(result.Epoch), Count)];
            Assert.Equal(new ReferenceRasterizer(scene, expected, 96, 32).Ids, renderer.ReadIds());
        }
        await stop.CancelAsync();
        await writer;
        Assert.True(epochs > 1, "the layout thread never got a word in");
    }

    [Fact]
    public void Colours_are_taken_up_when_a_frame_brings_new_ones()
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, [Vector4.Zero]);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, 9, 9);
        foreach (uint[] rgba in new uint[][] { [0xFF0000FF], [0xFF00FF00], [0xFFFF0000, 0, 0, 0] })
        {
            SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 9, 9, new PointColours(rgba), 5) with { DepthFade = 0 };
            renderer.Render(scene, stream, overlay: null, target);
            Assert.Equal(rgba[0], BitConverter.ToUInt32(target.ReadColour()[(40 * 4)..]));
        }
        SceneFrame tooFew = TestScene.Look(new Vector3(0, 0, 2), 9, 9, new PointColours([]), 5);
        Assert.Throws<ArgumentException>(() => renderer.Render(tooFew, stream, overlay: null, target));
        SceneFrame again = TestScene.Look(new Vector3(0, 0, 2), 9, 9, new PointColours([0xFF123456]), 5) with { DepthFade = 0 };
        Assert.True(renderer.Render(again, stream, overlay: null, target).IsDrawn);
    }

    [Fact]
    public void A_target_without_an_image_leaves_the_slot_unread()
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, TestScene.TenClouds(10));
        using FrameRenderer renderer = new(gpu.Device);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 9, 9, TestScene.TenColours(10), 5);
        ulong before = gpu.Device.TimelineSemaphore.Submitted;
        Assert.False(renderer.Render(scene, stream, overlay: null, new Minimised()).IsDrawn);
        Assert.Equal(before, gpu.Device.TimelineSemaphore.Submitted);
        Assert.True(stream.HasNewer);
        Assert.Null(renderer.PickAt(0, 0));
    }

    [Fact]
    public void A_million_points_make_the_reference_rasterizers_picture()
    {
        const int Count = 1_000_000;
        Vector4[] positions = TestScene.TenClouds(Count);
        SceneFrame scene = TestScene.Look(new Vector3(0.9f, 0.6f, 1.5f), 640, 360, TestScene.TenColours(Count), 1.5f);
        PointsTests.AssertAgrees(scene, positions, 640, 360, new FrameRendererOptions(), isStaged: false);
    }

    [Fact]
    public void The_device_times_every_pass()
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, TestScene.TenClouds(1_000));
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, 64, 64);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 64, 64, TestScene.TenColours(1_000));
        Assert.Null(renderer.Render(scene, stream, overlay: null, target).Device);
        renderer.Render(scene, stream, overlay: null, target);
        PassTimes times = renderer.Render(scene, stream, overlay: null, target).Device!.Value;
        Assert.True(times.Points > 0 && times.Resolve > 0 && times.Target > 0 && times.Upload >= 0 && times.Overlay >= 0);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    [InlineData(100_000, 2)]
    [InlineData(16_384, 16_384)]
    public void Pictures_the_device_cannot_hold_are_refused(int width, int height)
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, []);
        using FrameRenderer renderer = new(gpu.Device);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 9, 9, TestScene.TenColours(0));
        UnusableInputException fault = Assert.Throws<UnusableInputException>(() =>
        {
            using OffscreenTarget target = new(gpu.Device, width, height);
            renderer.Render(scene, stream, overlay: null, target);
        });
        Assert.Equal([Remedy.SmallerImage], fault.Remedies);
    }

    private static Vector4 PlaceOf(int epoch) => new((epoch % 17 - 8) * 0.2f, 0, 0, 0);

    private static void Write(PositionStream stream, CancellationToken stop)
    {
        for (int epoch = 0; !stop.IsCancellationRequested; epoch++)
        {
            stream.BeginWrite(CancellationToken.None).Memory.Positions.Fill(PlaceOf(epoch));
            stream.Publish(epoch);
        }
    }

    private sealed class Minimised : IFrameTarget
    {
        public Format ColourFormat => Format.R8G8B8A8Unorm;

        public bool TakesScene => false;

        public TargetImage? Begin(CommandFrame frame) => null;

        public void RecordScene(in Commands commands, in TargetImage image) => throw new InvalidOperationException();

        public void RecordEnd(in Commands commands, in TargetImage image) => throw new InvalidOperationException();

        public void Submitted(ulong frameValue) => throw new InvalidOperationException();
    }
}
