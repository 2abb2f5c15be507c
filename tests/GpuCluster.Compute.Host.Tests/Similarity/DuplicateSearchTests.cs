using CsCheck;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Similarity;

public sealed class DuplicateSearchTests
{
    // Few values in few columns, so that copies, zero rows and multiples are common.
    private static readonly Gen<(EmbeddingMatrix Embedding, float Threshold)> Data = Gen.Select(Gen.Int[1, 40], Gen.Int[1, 4])
        .SelectMany(
            (rows, columns) =>
                Gen.Select(Gen.Int[-1, 2].Array[rows * columns], Gen.Float[0.3f, 1])
                    .Select(
                        (values, threshold) =>
                            (new EmbeddingMatrix(rows, columns, Array.ConvertAll(values, value => (float)value)), threshold)
                    )
        );

    [Theory]
    [InlineData(GroupLinkage.Connected)]
    [InlineData(GroupLinkage.Star)]
    public void Groups_and_pairs_are_those_of_all_pairs(GroupLinkage linkage)
    {
        Data.Sample(data =>
        {
            List<(int First, int Second)> pairs = AllPairs(data.Embedding, data.Threshold);
            IEnumerable<int[]> expected =
                linkage == GroupLinkage.Connected ? Components(data.Embedding.Rows, pairs) : Stars(data.Embedding.Rows, pairs);
            Duplicates found = Find(data.Embedding, null, data.Threshold, linkage);
            Assert.Equal(pairs.Count, found.Pairs);
            Assert.Equal(expected.Select(group => group.Order()), found.Groups.Select(each => each.Group.Members.Order()));
            foreach (DuplicateGroup each in found.Groups)
            {
                int[] members = each.Group.Members;
                Assert.Equal(members.All(member => data.Embedding.Row(member).SequenceEqual(data.Embedding.Row(members[0]))), each.IsExact);
                float[] cosines = (from a in members from b in members where a < b select CosineOf(data.Embedding, a, b)).ToArray();
                Assert.Equal(cosines.Min(), each.Group.MinCosine, 1e-6);
                Assert.Equal(cosines.Average(), each.Group.MeanCosine, 1e-6);
            }
        });
    }

    [Fact]
    public void A_thousand_copies_are_one_row_of_the_search()
    {
        float[] values = new float[3000 * 8];
        for (int i = 0; i < values.Length; i++)
            values[i] = 1 + (i % 8);

        Duplicates found = Find(new EmbeddingMatrix(3000, 8, values), null, 0.9f, GroupLinkage.Star);
        Assert.Equal(3000 * 2999 / 2, found.Pairs);
        DuplicateGroup group = Assert.Single(found.Groups);
        Assert.True(group.IsExact);
        Assert.Equal(Enumerable.Range(0, 3000), group.Group.Members);
        Assert.Equal((1f, 1f), (group.Group.MinCosine, group.Group.MeanCosine));
    }

    [Fact]
    public void Flat_pictures_are_copies_only_where_their_files_are()
    {
        EmbeddingMatrix embedding = KnnClouds.Of(2, 0, 0, 0, 0, 0, 0, 1, 2, 1, 2);
        Duplicates found = Find(embedding, [0, 1, 0, 3, 4], 0.9f, GroupLinkage.Star);
        Assert.Equal(2, found.Groups.Count);
        Assert.Equal([0, 2], found.Groups[0].Group.Members);
        Assert.True(found.Groups[0].IsExact);

        // Equal rows of different files are near, at cosine 1.
        Assert.Equal([3, 4], found.Groups[1].Group.Members);
        Assert.False(found.Groups[1].IsExact);
        Assert.Equal(1, found.Groups[1].Group.MinCosine);
        Assert.Equal(2, found.Pairs);
    }

    private static Duplicates Find(EmbeddingMatrix embedding, int[]? sameContent, float threshold, GroupLinkage linkage) =>
        new DuplicateSearch(2).Find(embedding, sameContent, threshold, linkage, NoProgress.Instance, TestContext.Current.CancellationToken);

    /// <summary>In double; equal rows have cosine 1 even where they are zero.</summary>
    private static float CosineOf(EmbeddingMatrix embedding, int a, int b) =>
        embedding.Row(a).SequenceEqual(embedding.Row(b))
            ? 1
            : (float)
                Math.Clamp(BruteForceKnn.Cosine(BruteForceKnn.ToDouble(embedding.Row(a)), BruteForceKnn.ToDouble(embedding.Row(b))), -1, 1);

    private static List<(int First, int Second)> AllPairs(EmbeddingMatrix embedding, float threshold) =>
        [
            .. from first in Enumerable.Range(0, embedding.Rows)
            from second in Enumerable.Range(first + 1, embedding.Rows - first - 1)
            where CosineOf(embedding, first, second) >= threshold
            select (first, second),
        ];

    private static IEnumerable<int[]> Components(int count, List<(int First, int Second)> pairs)
    {
        int[] root = Enumerable.Range(0, count).ToArray();
        foreach ((int first, int second) in pairs)
        {
            (int from, int to) = (root[second], root[first]);
            root = Array.ConvertAll(root, each => each == from ? to : each);
        }

        return Sorted(Enumerable.Range(0, count).GroupBy(sample => root[sample]).Select(group => group.ToArray()));
    }

    private static IEnumerable<int[]> Stars(int count, List<(int First, int Second)> pairs)
    {
        int[][] neighbours = Enumerable
            .Range(0, count)
            .Select(sample =>
                pairs
                    .Where(pair => pair.First == sample || pair.Second == sample)
                    .Select(pair => pair.First + pair.Second - sample)
                    .ToArray()
            )
            .ToArray();
        bool[] taken = new bool[count];
        List<int[]> stars = new();
        foreach (int centre in Enumerable.Range(0, count).OrderByDescending(sample => neighbours[sample].Length).ThenBy(sample => sample))
        {
            if (taken[centre])
                continue;
            int[] star = [centre, .. neighbours[centre].Where(neighbour => !taken[neighbour])];
            foreach (int member in star)
                taken[member] = true;

            stars.Add(star);
        }

        return Sorted(stars);
    }

    private static IEnumerable<int[]> Sorted(IEnumerable<int[]> groups) =>
        groups.Where(group => group.Length > 1).OrderByDescending(group => group.Length).ThenBy(group => group.Min()).ToArray();
}
