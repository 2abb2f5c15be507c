using System.Numerics;
using CsCheck;
using GpuCluster.Core.Layouts;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Thumbnails;

namespace GpuCluster.Scene.Tests.Thumbnails;

public sealed class ThumbnailLevelsTests
{
    private const int Width = 640;
    private const int Height = 480;

    private static readonly Gen<(Camera Camera, int Count, int Max)> Views = Gen.Select(
            Gen.Float[-3, 3],
            Gen.Float[-1.5f, 1.5f],
            Gen.Float[0, 2],
            Gen.Int[1, 1500],
            Gen.Int[1, 400]
        )
        .Select((yaw, pitch, distance, count, max) => (Camera.LookingAt(Vector3.Zero, distance, yaw, pitch), count, max));

    [Fact]
    public void Pictures_go_from_far_to_near_and_are_the_nearest_that_are_seen() =>
        Views.Sample(view =>
        {
            (Camera camera, int count, int max) = view;
            (ThumbnailLevels pictures, CloudPositions cloud) = Levels(count);
            pictures.Max = max;
            uint[] colours =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i =>
                        PointStyle.With(
                            (uint)i,
                            i % 7 == 0 ? PointStyle.Hidden
                                : i % 7 == 1 ? PointStyle.Faint
                                : i % 7 == 2 ? PointStyle.Selected
                                : PointStyle.Normal
                        )
                    ),
            ];
            SceneFrame frame = Frame(camera, colours);
            IReadOnlyList<Sprite> sprites = pictures.Of(frame, Width, Height, 1);

            // The oracle, in double: all that are near enough and touch the picture, by depth.
            double focal = Height / 2.0 / Math.Tan(0.5);
            List<(int Point, double Depth, bool IsSure)> expected = new();
            for (int i = 0; i < count; i++)
            {
                Vector3 offset = Place(i) - camera.Position;
                double depth = Vector3.Dot(offset, camera.Forward);
                double pixels = pictures.Size * focal / depth;
                if (
                    depth < 0.01
                    || pixels < ThumbnailFade.FirstPixels
                    || PointStyle.Of(colours[i]) is PointStyle.Hidden or PointStyle.Faint
                )
                {
                    continue;
                }

                double half = Math.Min(pixels, ThumbnailFade.LargestPixels) / 2;
                double right = (Width / 2.0) + half - Math.Abs(focal * Vector3.Dot(offset, camera.Right) / depth);
                double up = (Height / 2.0) + half - Math.Abs(focal * Vector3.Dot(offset, camera.Up) / depth);
                if (right > -0.01 && up > -0.01)
                {
                    expected.Add(
                        (
                            i,
                            depth,
                            right > 0.01
                                && up > 0.01
                                && depth > 0.011
                                && pixels > ThumbnailFade.FirstPixels + 1
                                && pixels < ThumbnailFade.PassedPixels - 30
                        )
                    );
                }
            }

            expected.Sort((a, b) => a.Depth.CompareTo(b.Depth));
            Dictionary<int, double> depthOf = expected.ToDictionary(item => item.Point, item => item.Depth);
            int[] shown = [.. sprites.Select(sprite => sprite.Point).Distinct()];
            Assert.True(shown.Length <= max);
            Assert.All(shown, point => Assert.Contains(point, depthOf));
            for (int i = 1; i < sprites.Count; i++)
                Assert.True(depthOf[sprites[i].Point] <= depthOf[sprites[i - 1].Point] + 1e-5);
            foreach (Sprite sprite in sprites)
            {
                Assert.InRange(sprite.Opacity, 1 / 255f, 1);
                Assert.Equal(Math.Min(pictures.Size * focal / depthOf[sprite.Point], ThumbnailFade.LargestPixels), sprite.Size, 0.05);
                Assert.Equal(colours[sprite.Point], sprite.Rgba);
                Assert.Contains(sprite.Edge, new[] { 32, 64, 128 });
            }

            // Where the cap does not fade, every sure one is there.
            if (expected.Count < 0.8 * max)
                Assert.All(expected.Where(item => item.IsSure), item => Assert.Contains(item.Point, shown));
        });

    [Fact]
    public void Nothing_pops_as_the_camera_moves() =>
        Views.Sample(view =>
        {
            (Camera camera, int count, int max) = view;
            (ThumbnailLevels pictures, _) = Levels(count);
            pictures.Max = max;
            uint[] colours = [.. Enumerable.Repeat(0xFFFFFFFF, count)];
            const float Step = 1e-4f;
            Camera moved = camera with { Position = camera.Position + (Step * camera.Forward) };
            Dictionary<int, float> before = Opacities(pictures.Of(Frame(camera, colours), Width, Height, 1));
            Dictionary<int, float> after = Opacities(pictures.Of(Frame(moved, colours), Width, Height, 1));
            float size = pictures.Size;
            float focal = Height / 2f / MathF.Tan(0.5f);
            foreach (int point in before.Keys.Union(after.Keys))
            {
                // Near the edges of the picture one comes in from beside it, which is no popping.
                Vector3 offset = Place(point) - camera.Position;
                float depth = Vector3.Dot(offset, camera.Forward);
                if (
                    depth < 0.02f
                    || Math.Abs(focal * Vector3.Dot(offset, camera.Right) / depth) > (Width / 2) - 5
                    || Math.Abs(focal * Vector3.Dot(offset, camera.Up) / depth) > (Height / 2) - 5
                )
                {
                    continue;
                }

                float pixels = size * focal / depth;
                float grown = (size * focal / (depth - Step)) - pixels;
                float byRank = 8 * 1.5f / Math.Max(1, 0.15f * max);
                float bound = (0.2f * grown) + byRank + (1.5f / 255);
                Assert.True(
                    Math.Abs(before.GetValueOrDefault(point) - after.GetValueOrDefault(point)) <= bound,
                    $"{before.GetValueOrDefault(point)} {after.GetValueOrDefault(point)} at {pixels}"
                );
            }
        });

    [Fact]
    public void They_are_computed_anew_only_when_something_changed()
    {
        (ThumbnailLevels pictures, CloudPositions cloud) = Levels(500);
        uint[] colours = [.. Enumerable.Repeat(0xFFFFFFFF, 500)];
        SceneFrame frame = Frame(Camera.LookingAt(Vector3.Zero, 0.5f, 0, 0), colours);
        IReadOnlyList<Sprite> first = pictures.Of(frame, Width, Height, 1);
        Assert.NotEmpty(first);
        Assert.Same(first, pictures.Of(frame with { PointSize = 9 }, Width, Height, 1));
        cloud.Update(Fill, _ => { });
        Assert.NotSame(first, pictures.Of(frame, Width, Height, 1));
        pictures.Scale = 2;
        pictures.Advance(0.1);
        Assert.True(pictures.Of(frame, Width, Height, 1)[^1].Size >= first[^1].Size);
        pictures.IsShown = false;
        Assert.Empty(pictures.Of(frame, Width, Height, 1));
        pictures.IsShown = true;
        Assert.NotEmpty(pictures.Of(frame, Width, Height, 1));
        Assert.Empty(pictures.Of(frame, 0, 0, 1));
        Assert.True(pictures.Of(frame, 1, 1, 1).Count <= 500);
    }

    [Fact]
    public void Their_size_follows_the_cloud_smoothly_and_comes_to_rest()
    {
        (ThumbnailLevels pictures, CloudPositions cloud) = Levels(500);
        float first = pictures.Size;
        Assert.True(first > 0);
        Assert.False(pictures.IsMoving);
        for (int epoch = 0; epoch < ThumbnailLevels.EpochsBetweenMeasures; epoch++)
            cloud.Update(positions => Fill(positions, 3), pictures.PositionsChanged);
        Assert.True(pictures.IsMoving);
        float last = first;
        for (int frame = 0; pictures.IsMoving; frame++)
        {
            Assert.True(frame < 600);
            pictures.Advance(1 / 60.0);
            Assert.InRange(pictures.Size / last, 1, 1.06f);
            last = pictures.Size;
        }

        Assert.Equal(3 * first, pictures.Size, 1e-3f * first);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(ThumbnailLevels.EpochsBetweenMeasures + 2)]
    public void At_rest_their_size_is_that_of_the_last_epoch_however_many_came_before(int epochs)
    {
        (ThumbnailLevels pictures, CloudPositions cloud) = Levels(500);
        float first = pictures.Size;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            float size = epoch == epochs - 1 ? 2 : 1 + epoch;
            cloud.Update(positions => Fill(positions, size), pictures.PositionsChanged);
        }

        Assert.True(pictures.IsMoving);
        for (int frame = 0; pictures.IsMoving; frame++)
        {
            Assert.True(frame < 600);
            pictures.Advance(1 / 60.0);
        }

        Assert.Equal(2 * first, pictures.Size, 1e-3f * first);
    }

    [Fact]
    public void Samples_without_pictures_and_clouds_without_extent_are_no_trouble()
    {
        CloudPositions cloud = new(3);
        ThumbnailLevels none = new(new SampleFacts(3), cloud);
        cloud.Update(Fill, none.PositionsChanged);
        none.Advance(1);
        SceneFrame frame = Frame(Camera.LookingAt(Vector3.Zero, 0.5f, 0, 0), [0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF]);
        Assert.False(none.HasPictures);
        Assert.Empty(none.Of(frame, Width, Height, 1));

        foreach (int count in new[] { 1, 2, 100 })
        {
            SceneState scene = new(new SampleFacts(count) { Thumbnails = new EmptyThumbnails(count, 32) });
            scene.UpdatePositions(positions => positions.Fill(new Vector4(5, 5, 5, 0)));
            for (int i = 0; i < 600 && scene.NeedsFrame; i++)
                scene.Advance(1 / 60.0);
            Assert.False(scene.NeedsFrame);
            Assert.All(scene.Advance(0).Sprites, sprite => Assert.True(float.IsFinite(sprite.Size)));
        }
    }

    [Fact]
    public void A_scene_that_is_flown_into_shows_pictures()
    {
        SceneState scene = new(new SampleFacts(2000) { Thumbnails = new EmptyThumbnails(2000, 32, 64, 128) });
        scene.UpdatePositions(Fill);
        for (int i = 0; i < 600 && scene.NeedsFrame; i++)
            scene.Advance(1 / 60.0);
        scene.Cameras.FlyTo(Camera.LookingAt(Place(10), 0.1f, 0, 0));
        for (int i = 0; i < 600 && scene.NeedsFrame; i++)
            scene.Advance(1 / 60.0);
        SceneFrame frame = scene.Advance(0);
        Assert.Contains(frame.Sprites, sprite => sprite.Point == 10 && sprite.Size > 32);
        Assert.Same(frame.Sprites, scene.Advance(0).Sprites);
        scene.Selection.Select(10);
        scene.Selection.HideSelected();
        Assert.DoesNotContain(scene.Advance(0).Sprites, sprite => sprite.Point == 10);
    }

    private static Dictionary<int, float> Opacities(IReadOnlyList<Sprite> sprites) =>
        sprites.GroupBy(sprite => sprite.Point).ToDictionary(group => group.Key, group => group.First().Opacity);

    private static (ThumbnailLevels Pictures, CloudPositions Cloud) Levels(int count)
    {
        CloudPositions cloud = new(count);
        ThumbnailLevels pictures = new(new SampleFacts(count) { Thumbnails = new EmptyThumbnails(count, 32, 64, 128) }, cloud);
        cloud.Update(Fill, pictures.PositionsChanged);
        pictures.Advance(0);
        return (pictures, cloud);
    }

    private static SceneFrame Frame(Camera camera, uint[] colours) =>
        new()
        {
            View = camera.View,
            Projection = Camera.Projection(1, (float)Width / Height, 0.01f, 20),
            Colours = new PointColours(colours),
        };

    private static void Fill(Span<Vector4> positions) => Fill(positions, 1);

    private static void Fill(Span<Vector4> positions, float size)
    {
        for (int i = 0; i < positions.Length; i++)
            positions[i] = new Vector4(size * Place(i), 0);
    }

    private static Vector3 Place(int i)
    {
        uint key = CounterRandom.Key(5, 0, (uint)i);
        return (
                2
                * new Vector3(
                    CounterRandom.Unit(CounterRandom.Bits(key, 0)),
                    CounterRandom.Unit(CounterRandom.Bits(key, 1)),
                    CounterRandom.Unit(CounterRandom.Bits(key, 2))
                )
            ) - Vector3.One;
    }
}
