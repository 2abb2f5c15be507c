using System.Diagnostics;
using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Targets;
using GpuCluster.Rendering.Thumbnails;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Tests;

namespace GpuCluster.Rendering.Tests.Thumbnails;

public sealed class ThumbnailAtlasTests
{
    private const int Size = 64;

    [Fact]
    public void A_flight_past_far_more_pictures_than_fit_shows_the_nearest_and_stays_below_its_bound()
    {
        const int Count = 3_000;
        using Stage scene = new(
            Count,
            new TestThumbnails(Count, 32),
            new ThumbnailAtlasOptions { MaxBytes = 1 << 20, FadeIn = TimeSpan.Zero }
        );
        for (int place = 0; place < Count; place += 500)
        {
            // From the farthest to the nearest, and 400 of them: more than the 256 that fit.
            Sprite[] sprites = [.. Enumerable.Range(place, 400).Select(i => new Sprite(i % Count, 2, 1, 32, 0xFFFFFFFF))];
            scene.RenderUntilThere(sprites);
            Assert.Equal(256, scene.Atlas.Counts.Resident);
            Assert.InRange(scene.Atlas.ByteLength, 1, 1 << 20);
        }
        Assert.True(scene.Thumbnails.Reads.Count < Count);
        Assert.Equal(scene.Thumbnails.Reads.Count, scene.Thumbnails.Reads.Distinct().Count());
    }

    [Fact]
    public void Wishes_that_have_flown_past_are_not_read()
    {
        using Stage scene = new(1_000, new TestThumbnails(1_000, 32), new ThumbnailAtlasOptions());
        scene.Thumbnails.Gate.Reset();
        scene.Render([.. Enumerable.Range(0, 500).Select(i => new Sprite(i, 9, 1, 32, 0xFFFFFFFF))]);
        Sprite[] now = [new Sprite(900, 9, 1, 32, 0xFFFFFFFF), new Sprite(901, 9, 1, 32, 0xFFFFFFFF)];
        scene.Render(now);
        Assert.InRange(scene.Atlas.Counts.Awaited, 2, 3);
        scene.Thumbnails.Gate.Set();
        scene.RenderUntilThere(now);
        // One may have been under way. The nearest of the new ones comes first.
        Assert.InRange(scene.Thumbnails.Reads.Count, 2, 3);
        Assert.Equal([(901, 32), (900, 32)], scene.Thumbnails.Reads.TakeLast(2));
    }

    [Fact]
    public void A_picture_that_arrives_fades_in_over_its_smaller_self()
    {
        ManualClock clock = new();
        using Stage scene = new(3, new TestThumbnails(3, 32, 128), new ThumbnailAtlasOptions { Time = clock });
        Sprite small = new(0, 40, 1, 32, 0xFF00FF00);
        scene.Atlas.WaitForAll([small], TestContext.Current.CancellationToken);
        scene.Render([small]);
        Assert.False(scene.Atlas.HasPending);
        Assert.Equal(0, scene.Renderer.PickAt(22, 32));

        Sprite large = small with { Edge = 128 };
        scene.RenderUntilThere([large]);
        Assert.True(scene.Atlas.HasPending);
        byte[] before = scene.Render([large]);
        clock.Advance(TimeSpan.FromMilliseconds(125));
        byte[] halfway = scene.Render([large]);
        clock.Advance(TimeSpan.FromMilliseconds(126));
        byte[] after = scene.Render([large]);
        Assert.False(scene.Atlas.HasPending);
        // One picture in two sizes: flat halves look the same all the way, and never let the background through.
        foreach (int pixel in new[] { 32 * Size + 20, 32 * Size + 42 })
        {
            Assert.InRange(halfway[pixel * 4], before[pixel * 4] - 1, before[pixel * 4] + 1);
            Assert.InRange(after[pixel * 4], before[pixel * 4] - 1, before[pixel * 4] + 1);
        }
        Assert.Equal([(0, 32), (0, 128)], scene.Thumbnails.Reads);
    }

    [Fact]
    public void A_first_picture_fades_in_from_nothing_and_is_picked_from_half_way_on()
    {
        ManualClock clock = new();
        using Stage scene = new(3, new TestThumbnails(3, 32), new ThumbnailAtlasOptions { Time = clock, FadeIn = TimeSpan.FromSeconds(1) });
        Sprite[] sprites = [new Sprite(0, 40, 1, 32, 0xFF00FF00)];
        int before = scene.Render(sprites)[(32 * Size + 40) * 4 + 1];
        scene.RenderUntilThere(sprites);
        int last = before;
        for (int step = 1; step <= 4; step++)
        {
            clock.Advance(TimeSpan.FromSeconds(0.24));
            int green = scene.Render(sprites)[(32 * Size + 40) * 4 + 1];
            Assert.True(green > last);
            last = green;
            Assert.Equal(step * 0.24 < 0.5 ? null : 0, scene.Renderer.PickAt(40, 32));
        }
    }

    [Fact]
    public void Damaged_and_missing_pictures_are_drawn_as_their_marked_tile_and_counted_once()
    {
        TestThumbnails thumbnails = new(10, 32)
        {
            State = i =>
                i < 2 ? ThumbnailState.Missing
                : i < 5 ? ThumbnailState.Damaged
                : ThumbnailState.Ready,
        };
        using Stage scene = new(10, thumbnails, new ThumbnailAtlasOptions { FadeIn = TimeSpan.Zero });
        Sprite[] sprites = [.. Enumerable.Range(0, 10).Select(i => new Sprite(i, 9, 1, 32, 0xFFFFFFFF))];
        scene.RenderUntilThere(sprites);
        scene.Render(sprites);
        Assert.Equal(new ThumbnailCounts(Ready: 5, Missing: 2, Damaged: 3, Resident: 10, Awaited: 0), scene.Atlas.Counts);
        Assert.Equal(ThumbnailState.Damaged, scene.Atlas.StateOf(3));
        Assert.NotEqual(uint.MaxValue, scene.Renderer.ReadIds().Min());
    }

    [Fact]
    public void Waiting_for_all_leaves_nothing_to_wait_for_and_the_same_picture_each_time()
    {
        Sprite[] sprites = [.. Enumerable.Range(0, 40).Select(i => new Sprite(i, 20, 1, i % 2 == 0 ? 64 : 128, 0xFFFFFFFF))];
        byte[][] pictures =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(_ =>
                {
                    using Stage scene = new(40, new TestThumbnails(40, 64, 128), new ThumbnailAtlasOptions());
                    scene.Atlas.WaitForAll(sprites, TestContext.Current.CancellationToken);
                    byte[] picture = scene.Render(sprites);
                    Assert.Equal(new ThumbnailCounts(40, 0, 0, 40, 0), scene.Atlas.Counts);
                    Assert.False(scene.Atlas.HasPending);
                    return picture;
                }),
        ];
        Assert.Equal(pictures[0], pictures[1]);
    }

    [Fact]
    public void What_reading_fails_with_is_thrown_where_frames_are_drawn()
    {
        TestThumbnails thumbnails = new(3, 32) { State = _ => throw new InvalidOperationException("the disk is gone") };
        using Stage scene = new(3, thumbnails, new ThumbnailAtlasOptions());
        Sprite[] sprites = [new Sprite(0, 20, 1, 32, 0xFFFFFFFF)];
        InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => scene.RenderUntilThere(sprites));
        Assert.Equal("the disk is gone", fault.Message);
    }

    [Fact]
    public void A_window_is_woken_when_a_picture_arrives()
    {
        using Stage scene = new(3, new TestThumbnails(3, 32), new ThumbnailAtlasOptions());
        using ManualResetEventSlim woken = new();
        scene.Atlas.Arrived = woken.Set;
        scene.Render([new Sprite(0, 20, 1, 32, 0xFFFFFFFF)]);
        Assert.True(woken.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.True(scene.Atlas.HasPending);
    }

    private sealed class Stage : IDisposable
    {
        private readonly ValidatedDevice _gpu = new();
        private readonly PositionStream _stream;
        private readonly OffscreenTarget _target;
        private readonly SceneFrame _scene;

        public Stage(int count, TestThumbnails thumbnails, ThumbnailAtlasOptions options)
        {
            Thumbnails = thumbnails;
            _stream = TestScene.Stream(_gpu.Device, new Vector4[count]);
            Atlas = new ThumbnailAtlas(_gpu.Device, thumbnails, options);
            Renderer = new FrameRenderer(_gpu.Device) { Pictures = Atlas };
            _target = new OffscreenTarget(_gpu.Device, Size, Size);
            PointColours hidden = new(new uint[count], HasStyles: true);
            _scene = TestScene.Look(new Vector3(0, 0, 2), Size, Size, hidden);
        }

        public TestThumbnails Thumbnails { get; }

        public ThumbnailAtlas Atlas { get; }

        public FrameRenderer Renderer { get; }

        public byte[] Render(Sprite[] sprites)
        {
            Renderer.Render(_scene with { Sprites = sprites }, _stream, overlay: null, _target);
            return _target.ReadColour().ToArray();
        }

        public void RenderUntilThere(Sprite[] sprites)
        {
            long start = Stopwatch.GetTimestamp();
            do
            {
                Render(sprites);
                Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "the pictures never came");
            } while (Atlas.Counts.Awaited > 0);
        }

        public void Dispose()
        {
            Renderer.Dispose();
            Atlas.Dispose();
            _target.Dispose();
            _stream.Dispose();
            Thumbnails.Dispose();
            _gpu.Dispose();
        }
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
