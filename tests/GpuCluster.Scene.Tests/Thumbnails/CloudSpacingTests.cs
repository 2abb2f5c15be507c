using System.Numerics;
using CsCheck;
using GpuCluster.Core.Layouts;
using GpuCluster.Scene.Thumbnails;

namespace GpuCluster.Scene.Tests.Thumbnails;

public sealed class CloudSpacingTests
{
    [Fact]
    public void It_is_the_median_distance_to_the_fourth_neighbour() =>
        Gen.Int[5, 64]
            .SelectMany(n =>
                Gen.Select(Gen.Float[-5, 5], Gen.Float[-5, 5], Gen.Float[-5, 5]).Select((x, y, z) => new Vector4(x, y, z, 7)).Array[n]
            )
            .Sample(positions =>
            {
                double[] distances =
                [
                    .. positions
                        .Select((from, i) => positions.Where((_, j) => j != i).Select(to => Distance(from, to)).Order().ElementAt(3))
                        .Order(),
                ];
                Assert.Equal(distances[distances.Length / 2], CloudSpacing.Of(positions, isFlat: false), 1e-4);
            });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cloud_that_is_thinned_for_speed_gives_the_spacing_of_the_whole(bool isFlat)
    {
        // Points even in a unit ball or disc: the 4th neighbour of most lies where 3.672 others are expected (the median of a gamma
        // distribution of shape 4).
        const int Count = 300_000;
        Vector4[] positions = new Vector4[Count];
        for (int i = 0; i < Count; i++)
        {
            uint key = CounterRandom.Key(1, 0, (uint)i);
            Vector3 place;
            uint draw = 0;
            do
            {
                place = new Vector3(Side(key, draw), Side(key, draw + 1), isFlat ? 0 : Side(key, draw + 2));
                draw += 3;
            } while (place.Length() > 1);
            positions[i] = new Vector4(place, 0);
        }

        double expected = isFlat ? Math.Sqrt(3.672 / Count) : Math.Cbrt(3.672 / Count);
        Assert.InRange(CloudSpacing.Of(positions, isFlat), 0.85 * expected, 1.2 * expected);

        static float Side(uint key, uint draw) => (2 * CounterRandom.Unit(CounterRandom.Bits(key, draw))) - 1;
    }

    [Fact]
    public void Few_points_equal_points_and_points_without_a_place_have_none()
    {
        Assert.Equal(0, CloudSpacing.Of([], isFlat: false));
        Assert.Equal(0, CloudSpacing.Of(new Vector4[4], isFlat: false));
        Assert.Equal(0, CloudSpacing.Of(new Vector4[1000], isFlat: true));
        Vector4[] mixed = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? new Vector4(float.NaN) : new Vector4(i, 0, 0, 0))];
        Assert.InRange(CloudSpacing.Of(mixed, isFlat: false), 4, 8);
    }

    private static double Distance(Vector4 a, Vector4 b) =>
        Math.Sqrt(Math.Pow((double)a.X - b.X, 2) + Math.Pow((double)a.Y - b.Y, 2) + Math.Pow((double)a.Z - b.Z, 2));
}
