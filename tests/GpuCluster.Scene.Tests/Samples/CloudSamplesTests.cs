using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Samples;

public sealed class CloudSamplesTests
{
    [Fact]
    public void The_scale_is_the_distance_to_the_eighth_nearest_point() =>
        Gen.Select(
                Gen.Select(Gen.Float[-9, 9], Gen.Float[-9, 9], Gen.Float[-9, 9], (x, y, z) => new Vector4(x, y, z, 1)).Array[1, 60],
                Gen.Float[-20, 20]
            )
            .Sample(
                (cloud, x) =>
                {
                    Vector3 place = new(x, 1, 2);
                    double[] distances =
                    [
                        .. cloud
                            .Select(point => Math.Sqrt(Math.Pow(point.X - x, 2) + Math.Pow(point.Y - 1.0, 2) + Math.Pow(point.Z - 2.0, 2)))
                            .Order(),
                    ];
                    double expected = distances[Math.Min(8, distances.Length) - 1];
                    Assert.Equal(expected, CloudSamples.Of(cloud).ScaleAt(place), 1e-4 * (1 + expected));
                }
            );

    [Fact]
    public void Without_points_that_are_finite_there_is_no_scale()
    {
        Assert.Equal(float.PositiveInfinity, CloudSamples.None.ScaleAt(Vector3.Zero));
        Assert.Equal(
            float.PositiveInfinity,
            CloudSamples.Of([new Vector4(float.NaN), new Vector4(float.PositiveInfinity)]).ScaleAt(Vector3.Zero)
        );
    }

    [Fact]
    public void A_million_points_are_sampled_evenly()
    {
        Vector4[] cloud = new Vector4[1_000_000];
        for (int i = 0; i < cloud.Length; i++)
            cloud[i] = new Vector4(i * 1e-6f, 0, 0, 0);
        Assert.InRange(CloudSamples.Of(cloud).ScaleAt(new Vector3(0.5f, 0, 0)), 3f / 4096, 5f / 4096);
    }
}
