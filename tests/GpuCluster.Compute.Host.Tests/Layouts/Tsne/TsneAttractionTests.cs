using System.Numerics;
using CsCheck;
using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Simd;

namespace GpuCluster.Compute.Host.Tests.Layouts.Tsne;

public sealed class TsneAttractionTests
{
    [Fact]
    public void A_point_is_pulled_by_each_of_its_edges_however_many_there_are() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 100_000])
            .Sample(
                (edges, seed) =>
                {
                    Random random = new(seed);
                    Vector4[] positions = Enumerable
                        .Range(0, 50)
                        .Select(_ => new Vector4(Coordinate(), Coordinate(), Coordinate(), 0))
                        .ToArray();
                    LayoutGraph graph = new(
                        [0, edges],
                        [.. Enumerable.Range(1, edges)],
                        [.. Enumerable.Range(0, edges).Select(_ => random.NextSingle())]
                    );
                    double[] expected = new double[3];
                    for (int e = 0; e < edges; e++)
                    {
                        Vector4 difference = positions[0] - positions[e + 1];
                        double pull = graph.Weights[e] * Math.Pow(1 + (((double)difference.LengthSquared()) / 2), -1.5);
                        for (int d = 0; d < 3; d++)
                            expected[d] += pull * difference[d];
                    }

                    AssertPull(TsneAttraction.Pull<SpaceKernel>(graph, 0, positions));
                    AssertPull(TsneAttraction.Pull<SimdFloat128, SpaceKernel>(graph, 0, positions));
                    AssertPull(TsneAttraction.Pull<SimdFloat256, SpaceKernel>(graph, 0, positions));
                    AssertPull(TsneAttraction.Pull<SimdFloat512, SpaceKernel>(graph, 0, positions));

                    float Coordinate() => (20 * random.NextSingle()) - 10;

                    void AssertPull(Vector4 pull)
                    {
                        for (int d = 0; d < 3; d++)
                            Assert.Equal(expected[d], pull[d], 1e-5 * (1 + Math.Abs(expected[d])));
                        Assert.Equal(0, pull.W);
                    }
                },
                iter: 200
            );
}
