using CsCheck;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Tests.Quality;

public sealed class NeighbourPreservationTests
{
    [Fact]
    public void Is_the_share_that_a_sorted_search_in_double_finds() =>
        Gen.Select(Gen.Int[2, 60], Gen.Int[2, 12], Gen.Int[2, 3], Gen.Int[0, 1000])
            .Sample(
                (n, k, dims, seed) =>
                {
                    k = Math.Min(k, n);
                    Random random = new(seed);
                    KnnGraph truth = Knn(RandomLayout(random, n, 3), k);
                    Layout layout = RandomLayout(random, n, dims);
                    KnnGraph near = Knn(layout, k);
                    double expected = Enumerable
                        .Range(0, n)
                        .Average(i =>
                            (double)truth.NeighboursOf(i)[1..].ToArray().Intersect(near.NeighboursOf(i)[1..].ToArray()).Count() / (k - 1)
                        );

                    Assert.Equal(expected, new NeighbourPreservation(truth, 5).Of(layout, CancellationToken.None), 1e-12);
                }
            );

    [Fact]
    public void A_sample_of_many_is_near_the_share_of_all_and_repeats()
    {
        const int N = 1500;
        Random random = new(1);
        Layout data = RandomLayout(random, N, 3);
        KnnGraph truth = Knn(data, 16);
        Layout flat = new(N, 2, [.. Enumerable.Range(0, N).SelectMany(i => data.Of(i)[..2].ToArray())]);
        KnnGraph near = Knn(flat, 16);
        double all = Enumerable
            .Range(0, N)
            .Average(i => (double)truth.NeighboursOf(i)[1..].ToArray().Intersect(near.NeighboursOf(i)[1..].ToArray()).Count() / 15);

        double found = new NeighbourPreservation(truth, 42).Of(flat, CancellationToken.None);

        Assert.Equal(all, found, 0.03);
        Assert.Equal(found, new NeighbourPreservation(truth, 42).Of(flat, CancellationToken.None));
        Assert.Equal(1, new NeighbourPreservation(truth, 42).Of(data, CancellationToken.None));
    }

    [Fact]
    public void Nothing_to_keep_has_no_share()
    {
        Assert.True(
            double.IsNaN(new NeighbourPreservation(new KnnGraph(0, 1, [], []), 1).Of(new Layout(0, 3, []), CancellationToken.None))
        );
        Assert.True(
            double.IsNaN(new NeighbourPreservation(new KnnGraph(1, 1, [0], [0]), 1).Of(new Layout(1, 3, [1, 2, 3]), CancellationToken.None))
        );
        Assert.InRange(
            new NeighbourPreservation(new KnnGraph(2, 2, [0, 1, 1, 0], new float[4]), 1).Of(
                new Layout(2, 2, new float[4]),
                CancellationToken.None
            ),
            0,
            1
        );
    }

    private static Layout RandomLayout(Random random, int n, int dims) =>
        new(n, dims, [.. Enumerable.Range(0, n * dims).Select(_ => random.NextSingle())]);

    private static KnnGraph Knn(Layout layout, int k)
    {
        double Distance(int i, int j)
        {
            double sum = 0;
            for (int d = 0; d < layout.Dims; d++)
                sum += Math.Pow((double)layout.Of(i)[d] - layout.Of(j)[d], 2);
            return sum;
        }

        return new KnnGraph(
            layout.Count,
            k,
            [
                .. Enumerable
                    .Range(0, layout.Count)
                    .SelectMany(i => Enumerable.Range(0, layout.Count).OrderBy(j => j == i ? -1 : Distance(i, j)).Take(k)),
            ],
            new float[layout.Count * k]
        );
    }
}
