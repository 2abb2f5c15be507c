using CsCheck;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Tests.Quality;

public class LayoutKdTreeTests
{
    [Fact]
    public void Distances_are_those_of_comparing_everything() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[2, 3], Gen.Int[1, 12], Gen.Int[1, 5], Gen.Int[0, 100_000])
            .Sample(
                (count, dims, k, groupCount, seed) =>
                {
                    Random random = new(seed);

                    // A coarse grid has many equal coordinates and equal points.
                    float[] values =
                    [
                        .. Enumerable.Range(0, count * dims).Select(_ => seed % 2 == 0 ? random.Next(5) : random.NextSingle()),
                    ];
                    int[] groups = groupCount == 1 ? [] : [.. Enumerable.Range(0, count).Select(_ => random.Next(groupCount))];
                    Layout layout = new(count, dims, values);
                    (int[] neighbours, double[] distances) = new LayoutKdTree(layout).Nearest(k, groups, 2, default);
                    for (int i = 0; i < count; i++)
                    {
                        double[] expected =
                        [
                            .. Enumerable
                                .Range(0, count)
                                .Where(j => j != i && (groups.Length == 0 || groups[i] != groups[j]))
                                .Select(j => Distance(layout, i, j))
                                .Order()
                                .Take(k),
                        ];
                        Assert.All(expected, (distance, j) => Assert.Equal(distance, distances[(i * k) + j], 1e-12));
                        for (int j = 0; j < k; j++)
                        {
                            int neighbour = neighbours[(i * k) + j];
                            Assert.Equal(j < expected.Length, neighbour >= 0);
                            if (neighbour < 0)
                                continue;

                            Assert.NotEqual(i, neighbour);
                            Assert.Equal(expected[j], Distance(layout, i, neighbour), 1e-12);
                            Assert.True(groups.Length == 0 || groups[i] != groups[neighbour]);
                        }
                    }
                },
                iter: 60
            );

    [Fact]
    public void Neighbours_do_not_depend_on_threads_and_equal_points_are_quick()
    {
        Layout layout = new(50_000, 3, new float[150_000]);
        LayoutKdTree tree = new(layout);
        Assert.Equal(tree.Nearest(5, [], 1, default).Neighbours, tree.Nearest(5, [], 3, default).Neighbours);
    }

    [Fact]
    public void Cancelling_stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new LayoutKdTree(new Layout(5000, 2, new float[10_000])).Nearest(3, [], 2, source.Token)
        );
    }

    private static double Distance(Layout layout, int i, int j)
    {
        double sum = 0;
        for (int axis = 0; axis < layout.Dims; axis++)
            sum += Math.Pow((double)layout.Of(i)[axis] - layout.Of(j)[axis], 2);

        return Math.Sqrt(sum);
    }
}
