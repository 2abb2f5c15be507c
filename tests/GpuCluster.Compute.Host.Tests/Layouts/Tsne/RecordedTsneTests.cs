using System.Text.Json;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Layouts.Tsne;

/// <summary>t-SNE of the first bundled digits against what scikit-learn made of the same.</summary>
public sealed class RecordedTsneTests
{
    private static readonly Recording Recorded = Read();

    public static TheoryData<int> Dims => [2, 3];

    [Theory]
    [MemberData(nameof(Dims))]
    public void The_divergence_of_scikit_learns_layout_is_the_one_recorded(int dims)
    {
        Case recorded = Of(dims);
        Layout layout = new(Recorded.Count, dims, Array.ConvertAll(recorded.Layout, value => value / 256f));
        using HostTsneStepper stepper = new(
            Affinities(LayoutFixtures.DigitVectors(Recorded.Count)),
            layout,
            new TsneOptions { Dims = dims, Theta = 0 },
            2
        );

        Assert.Equal(recorded.Kl[0], stepper.Divergence(), 2e-4);
    }

    /// <remarks>Runs end a few hundredths apart, scikit-learn's and ours: means are compared.</remarks>
    [Theory]
    [MemberData(nameof(Dims))]
    public void Layouts_are_as_good_as_scikit_learns(int dims)
    {
        const int Runs = 5;
        Case recorded = Of(dims);
        EmbeddingMatrix digits = LayoutFixtures.DigitVectors(Recorded.Count);
        LayoutGraph graph = Affinities(digits);
        double divergence = 0,
            trustworthiness = 0;
        for (ulong seed = 1; seed <= Runs; seed++)
        {
            Layout initial = TsneInitialLayout.Create(
                InitialLayoutKind.Pca,
                graph,
                digits,
                dims,
                seed,
                2,
                NoProgress.Instance,
                TestContext.Current.CancellationToken
            );
            using HostTsneStepper stepper = new(graph, initial, new TsneOptions { Dims = dims }, 2);
            while (stepper.Epoch < stepper.Epochs)
                stepper.Step();
            using HostTsneStepper exact = new(graph, stepper.Read(), new TsneOptions { Dims = dims, Theta = 0 }, 2);
            divergence += exact.Divergence() / Runs;
            trustworthiness +=
                NeighbourhoodMeasure
                    .Measure(digits, Metric.Euclidean, stepper.Read(), 15, 1, 2, TestContext.Current.CancellationToken)!
                    .Trustworthiness.Value / Runs;
        }

        Assert.InRange(divergence, 0.9 * recorded.Kl.Average(), 1.01 * recorded.Kl.Average());
        Assert.InRange(trustworthiness, recorded.Trustworthiness15.Average() - 0.002, 1);
    }

    private static Case Of(int dims) => Recorded.Cases.Single(each => each.Dims == dims);

    private static LayoutGraph Affinities(EmbeddingMatrix embedding)
    {
        using HostKnnSearch search = new(2);
        int k = new TsneOptions { Perplexity = Recorded.Perplexity }.NeighboursFor(embedding.Rows);
        KnnGraph knn = search.Search(embedding, k, Metric.Euclidean, NoProgress.Instance, TestContext.Current.CancellationToken);
        return new HostAffinityBuilder(2).Build(knn, Recorded.Perplexity, NoProgress.Instance, TestContext.Current.CancellationToken);
    }

    private static Recording Read()
    {
        using Stream stream = typeof(RecordedTsneTests).Assembly.GetManifestResourceStream("sklearn-tsne.json")!;
        return JsonSerializer.Deserialize<Recording>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Case(int Dims, double[] Kl, double[] Trustworthiness15, int[] Layout);

    private sealed record Recording(int Count, double Perplexity, Case[] Cases);
}
