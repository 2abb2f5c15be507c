using GpuCluster.Compute.Host.Components;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Rows;

/// <summary>
/// More vectors than one array holds lie in several blocks. Nothing that is computed of them depends on where a block ends.
/// </summary>
public sealed class BlocksTests
{
    private const int N = 500;
    private const int D = 19;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Correlation)]
    public void Neighbours_are_the_same(Metric metric)
    {
        (EmbeddingMatrix one, EmbeddingMatrix several) = Both();
        AssertEqual(new HostKnnSearch(2), one, several, metric);
        AssertEqual(new ApproximateKnnSearch(seed: 42, threads: 2), one, several, metric);
    }

    [Fact]
    public void Components_cosines_and_pairs_are_the_same()
    {
        (EmbeddingMatrix one, EmbeddingMatrix several) = Both();
        Assert.Equal(Components(one), Components(several));
        Assert.Equal(
            CosineScan.OfSample(one, 77, 2, NoProgress.Instance, Token),
            CosineScan.OfSample(several, 77, 2, NoProgress.Instance, Token)
        );
        Assert.Equal(Pairs(one), Pairs(several));
        Assert.Equal(Centred(one), Centred(several));
    }

    private static void AssertEqual(IKnnSearch search, EmbeddingMatrix one, EmbeddingMatrix several, Metric metric)
    {
        KnnGraph expected = search.Search(one, 7, metric, NoProgress.Instance, Token),
            found = search.Search(several, 7, metric, NoProgress.Instance, Token);
        Assert.Equal(expected.Neighbours, found.Neighbours);
        Assert.Equal(expected.Distances, found.Distances);
    }

    private static float[] Components(EmbeddingMatrix embedding) =>
        PrincipalComponents.Find(embedding, 3, 42, 2, _ => { }, Token).Projected;

    private static IReadOnlyList<SimilarPair> Pairs(EmbeddingMatrix embedding) =>
        new SimilarPairSearch(2).Find(embedding, 0.9f, 100_000, NoProgress.Instance, null, null, Token).Pairs;

    private static float[] Centred(EmbeddingMatrix embedding)
    {
        EmbeddingMatrix centred = CentredRows.Of(embedding, 2, Token);
        return [.. Enumerable.Range(0, N).SelectMany(row => centred.Row(row).ToArray())];
    }

    private static (EmbeddingMatrix One, EmbeddingMatrix Several) Both()
    {
        EmbeddingMatrix one = KnnClouds.Clustered(N, D);
        EmbeddingBuffer blocks = new(N, D, 37 * D);
        for (int row = 0; row < N; row++)
            one.Row(row).CopyTo(blocks.Row(row));
        EmbeddingMatrix several = blocks.Take();
        Assert.Equal(14, several.Blocks.Count);
        return (one, several);
    }
}
