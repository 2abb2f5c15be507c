using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Compute.Host.Tests.Layouts;

public sealed class UmapActionsTests
{
    /// <summary>What is listed in registers is what the schedule says of each edge alone.</summary>
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 0)]
    [InlineData(7, 1)]
    [InlineData(99, 5)]
    [InlineData(499, 37)]
    public void Each_head_lists_the_edges_that_act_and_their_negatives(int index, int negatives)
    {
        const int Chunk = 50;
        (LayoutGraph graph, Layout _) = LayoutFixtures.Clusters(300, 3);
        UmapEdges edges = new(graph, 500);
        UmapActions actions = new(edges, Chunk);
        UmapEpoch epoch = new(index, 42, negatives, 1, UmapCurve.Fit(0.1, 1), 1);
        for (int first = 0; first < 300; first += Chunk)
        {
            actions.Find(epoch, first, first + Chunk);

            for (int head = 0; head < Chunk; head++)
            {
                int[] acting =
                [
                    .. Enumerable
                        .Range(edges.RowStart[first + head], edges.RowStart[first + head + 1] - edges.RowStart[first + head])
                        .Where(edge => UmapSchedule.Fires(edges.Steps[edge], index)),
                ];
                Range listed = actions.Start[head]..actions.Start[head + 1];
                int[] drawn = [.. acting.Select(edge => UmapSchedule.Negatives(edges.Steps[edge], index, negatives))];
                Assert.Equal(acting.Select(edge => edges.Tails[edge]), actions.Tails[listed]);
                Assert.Equal(drawn, actions.Negatives[listed]);
                Assert.Equal(acting.Length + drawn.Sum(), actions.Entries[head]);
            }
        }
    }
}
