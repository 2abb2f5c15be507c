using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Selection;

public sealed class ScreenRegionTests
{
    private static readonly Gen<Vector2> Place = Gen.Select(Gen.Float[0, 200], Gen.Float[0, 150]).Select((x, y) => new Vector2(x, y));

    [Fact]
    public void A_lasso_holds_what_it_winds_round() =>
        Gen.Select(Place.Array[0, 40], Place.Array[1, 60])
            .Sample(
                (corners, places) =>
                {
                    ScreenRegion lasso = ScreenRegion.Lasso(corners);
                    foreach (Vector2 place in places)
                    {
                        if (DistanceToOutline(corners, place) > 1e-3)
                            Assert.Equal(Winding(corners, place) != 0, lasso.Contains(place));
                    }
                }
            );

    [Fact]
    public void A_rectangle_holds_what_lies_between_its_corners() =>
        Gen.Select(Place, Place, Place)
            .Sample(
                (from, to, place) =>
                {
                    bool isInside =
                        place.X > Math.Min(from.X, to.X)
                        && place.X < Math.Max(from.X, to.X)
                        && place.Y > Math.Min(from.Y, to.Y)
                        && place.Y < Math.Max(from.Y, to.Y);
                    if (DistanceToOutline([from, new Vector2(to.X, from.Y), to, new Vector2(from.X, to.Y)], place) > 1e-3)
                        Assert.Equal(isInside, ScreenRegion.Rectangle(from, to).Contains(place));
                }
            );

    [Fact]
    public void A_loop_that_goes_round_twice_is_full()
    {
        Vector2[] once =
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i => new Vector2(50 + (40 * MathF.Sin(i * MathF.Tau / 12)), 50 + (40 * MathF.Cos(i * MathF.Tau / 12)))),
        ];
        Assert.True(ScreenRegion.Lasso([.. once, .. once]).Contains(new Vector2(50, 50)));
    }

    [Fact]
    public void Points_are_found_by_where_they_are_seen() =>
        Gen.Select(Gen.Float[-3, 3], Gen.Float[-1.5f, 1.5f], Gen.Float[0.5f, 4], Place.Array[3, 12], Gen.Int[1, 300])
            .Sample(
                (yaw, pitch, distance, corners, count) =>
                {
                    Vector4[] positions =
                    [
                        .. Enumerable
                            .Range(0, count)
                            .Select(i => new Vector4(MathF.Sin(i * 1.3f), MathF.Sin(i * 2.1f), MathF.Sin(i * 0.7f), 9)),
                    ];
                    Camera camera = Camera.LookingAt(Vector3.Zero, distance, yaw, pitch);
                    SceneFrame frame = new()
                    {
                        View = camera.View,
                        Projection = Camera.Projection(Camera.FirstFov, 200 / 150f, 0.01f, 20),
                        Colours = new PointColours(new uint[count]),
                    };
                    PointSet among = PointSet.Of(count, [.. Enumerable.Range(0, count).Where(i => i % 3 != 0)]);
                    PointSet found = ScreenRegion.Lasso(corners).Find(positions, frame, 200, 150, among);
                    for (int i = 0; i < count; i++)
                    {
                        // Projected by hand, in double, from the camera's axes.
                        Vector3 offset = new Vector3(positions[i].X, positions[i].Y, positions[i].Z) - camera.Position;
                        double depth = Vector3.Dot(offset, camera.Forward);
                        double focal = 75 / Math.Tan(0.5);
                        Vector2 pixel = new(
                            (float)(100 + (focal * Vector3.Dot(offset, camera.Right) / depth)),
                            (float)(75 - (focal * Vector3.Dot(offset, camera.Up) / depth))
                        );
                        bool isNearEdge =
                            Math.Abs(depth) < 0.02
                            || DistanceToOutline(corners, pixel) < 0.05
                            || Math.Abs(pixel.X - 100) is > 99.9f and < 100.1f
                            || Math.Abs(pixel.Y - 75) is > 74.9f and < 75.1f;
                        bool isSeen = depth > 0 && pixel.X is >= 0 and <= 200 && pixel.Y is >= 0 and <= 150;
                        if (!isNearEdge)
                            Assert.Equal(i % 3 != 0 && isSeen && Winding(corners, pixel) != 0, found.Contains(i));
                    }
                }
            );

    [Fact]
    public void What_has_no_place_is_in_no_region()
    {
        Camera camera = Camera.LookingAt(Vector3.Zero, 2, 0, 0);
        SceneFrame frame = new()
        {
            View = camera.View,
            Projection = Camera.Projection(Camera.FirstFov, 1, 0.01f, 20),
            Colours = new PointColours(new uint[3]),
        };
        Vector4[] positions = [default, new Vector4(float.NaN), new Vector4(float.PositiveInfinity)];
        ScreenRegion whole = ScreenRegion.Rectangle(new Vector2(-1e6f), new Vector2(1e6f));
        Assert.Equal([0], whole.Find(positions, frame, 100, 100, PointSet.All(3)).ToArray());
        Assert.Equal([0], whole.Find(positions, frame, 1, 1, PointSet.All(3)).ToArray());
        Assert.Empty(ScreenRegion.Lasso([]).Find(positions, frame, 100, 100, PointSet.All(3)).ToArray());
    }

    /// <summary>How often a closed line goes round a place: the angles it turns by, added up, in whole turns.</summary>
    private static int Winding(Vector2[] corners, Vector2 place)
    {
        double turn = 0;
        for (int i = 0; i < corners.Length; i++)
        {
            Vector2 a = corners[i] - place;
            Vector2 b = corners[(i + 1) % corners.Length] - place;
            turn += Math.Atan2(((double)a.X * b.Y) - ((double)a.Y * b.X), ((double)a.X * b.X) + ((double)a.Y * b.Y));
        }

        return (int)Math.Round(turn / Math.Tau);
    }

    private static double DistanceToOutline(Vector2[] corners, Vector2 place)
    {
        double min = double.PositiveInfinity;
        for (int i = 0; i < corners.Length; i++)
        {
            Vector2 a = corners[i];
            Vector2 way = corners[(i + 1) % corners.Length] - a;
            float share = way.LengthSquared() > 0 ? Math.Clamp(Vector2.Dot(place - a, way) / way.LengthSquared(), 0, 1) : 0;
            min = Math.Min(min, Vector2.Distance(place, a + (share * way)));
        }

        return min;
    }
}
