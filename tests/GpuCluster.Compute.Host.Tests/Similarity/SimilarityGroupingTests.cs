using CsCheck;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Similarity;

public sealed class SimilarityGroupingTests
{
    private static readonly Gen<(int Count, SimilarPair[] Pairs)> Graphs = Gen.Int[2, 30]
        .SelectMany(count =>
            Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1], Gen.Int[0, 10])
                .Array[0, 60]
                .Select(edges =>
                    (
                        count,
                        edges
                            .Where(edge => edge.Item1 < edge.Item2)
                            .DistinctBy(edge => (edge.Item1, edge.Item2))
                            .Select(edge => new SimilarPair(edge.Item1, edge.Item2, edge.Item3 / 10f))
                            .ToArray()
                    )
                )
        );

    [Fact]
    public void Connected_groups_are_those_reached_along_pairs()
    {
        Graphs.Sample(graph =>
        {
            SimilarPair[] near = graph.Pairs.Where(pair => pair.Cosine >= 0.5f).ToArray();
            SimilarityGroups groups = SimilarityGrouping.Group(graph.Pairs, graph.Count, 0.5f, GroupLinkage.Connected);
            for (int sample = 0; sample < graph.Count; sample++)
            {
                HashSet<int> reached = new() { sample };
                while (near.Where(pair => reached.Contains(pair.First) != reached.Contains(pair.Second)).ToArray() is { Length: > 0 } more)
                    reached.UnionWith(more.SelectMany(pair => new[] { pair.First, pair.Second }));

                int group = groups.GroupOf[sample];
                Assert.Equal(reached.Count == 1, group < 0);
                if (group >= 0)
                    Assert.Equal(reached.Order(), groups.Groups[group].Members);
            }

            AssertOrdered(groups);
        });
    }

    [Fact]
    public void Star_groups_are_those_of_the_greedy_definition()
    {
        Graphs.Sample(graph =>
        {
            SimilarPair[] near = graph.Pairs.Where(pair => pair.Cosine >= 0.5f).ToArray();
            HashSet<int>[] neighbours = Enumerable
                .Range(0, graph.Count)
                .Select(sample =>
                    near.Where(pair => pair.First == sample || pair.Second == sample)
                        .Select(pair => pair.First + pair.Second - sample)
                        .ToHashSet()
                )
                .ToArray();
            List<int[]> expected = new();
            HashSet<int> taken = new();
            foreach (
                int centre in Enumerable
                    .Range(0, graph.Count)
                    .OrderByDescending(sample => neighbours[sample].Count)
                    .ThenBy(sample => sample)
            )
            {
                if (!taken.Add(centre))
                    continue;
                int[] star = [centre, .. neighbours[centre].Where(neighbour => !taken.Contains(neighbour)).Order()];
                taken.UnionWith(star);
                if (star.Length > 1)
                    expected.Add(star);
            }

            SimilarityGroups groups = SimilarityGrouping.Group(graph.Pairs, graph.Count, 0.5f, GroupLinkage.Star);
            Assert.Equal(
                expected.OrderByDescending(star => star.Length).ThenBy(star => star.Min()),
                groups.Groups.Select(group => group.Members)
            );
            AssertOrdered(groups);
        });
    }

    [Fact]
    public void The_order_of_the_pairs_changes_nothing()
    {
        Graphs.Sample(graph =>
        {
            foreach (GroupLinkage linkage in Enum.GetValues<GroupLinkage>())
            {
                SimilarityGroups groups = SimilarityGrouping.Group(graph.Pairs, graph.Count, 0.3f, linkage);
                SimilarityGroups reversed = SimilarityGrouping.Group(Enumerable.Reverse(graph.Pairs).ToArray(), graph.Count, 0.3f, linkage);
                Assert.Equal(groups.GroupOf, reversed.GroupOf);
                Assert.Equal(groups.Groups.Select(group => group.Members), reversed.Groups.Select(group => group.Members));
            }
        });
    }

    [Fact]
    public void A_group_is_measured_over_all_its_pairs()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(90, 12);
        double[][] rows = Enumerable.Range(0, 90).Select(row => BruteForceKnn.ToDouble(embedding.Row(row))).ToArray();
        foreach (int count in new[] { 2, 3, 31, 64 })
        {
            int[] members = [.. Enumerable.Range(5, count)];
            double[] cosines = members
                .SelectMany(i => members.Where(j => j > i).Select(j => BruteForceKnn.Cosine(rows[i], rows[j])))
                .ToArray();
            SimilarityGroup measured = new GroupCosines(embedding, 2).Measure(
                new SimilarityGroup(members, float.NaN, float.NaN),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(cosines.Min(), measured.MinCosine, 1e-6);
            Assert.Equal(cosines.Average(), measured.MeanCosine, 1e-6);
            Assert.True(measured.IsMinExact);
        }
    }

    [Fact]
    public void The_least_cosine_of_a_huge_group_is_that_of_a_real_pair_and_says_that_it_was_sought()
    {
        // On a circle every opposite pair has the least cosine there is, -1.
        const int Count = 3000;
        float[] values = Enumerable
            .Range(0, Count)
            .SelectMany(i => new[] { MathF.Cos(i * MathF.Tau / Count), MathF.Sin(i * MathF.Tau / Count) })
            .ToArray();
        SimilarityGroup measured = new GroupCosines(KnnClouds.Of(2, values), 2).Measure(
            new SimilarityGroup([.. Enumerable.Range(0, Count)], float.NaN, float.NaN),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(-1, measured.MinCosine, 1e-5);
        Assert.False(measured.IsMinExact);
        Assert.Equal(-1.0 / (Count - 1), measured.MeanCosine, 1e-6);
    }

    private static void AssertOrdered(SimilarityGroups groups)
    {
        Assert.Equal(groups.Groups.OrderByDescending(group => group.Members.Length).ThenBy(group => group.Members.Min()), groups.Groups);
        for (int group = 0; group < groups.Groups.Count; group++)
            Assert.All(groups.Groups[group].Members, member => Assert.Equal(group, groups.GroupOf[member]));

        Assert.Equal(groups.Groups.Sum(group => group.Members.Length), groups.GroupOf.Count(group => group >= 0));
    }
}
