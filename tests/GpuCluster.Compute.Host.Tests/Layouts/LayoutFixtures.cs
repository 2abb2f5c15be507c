using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Readers;

namespace GpuCluster.Compute.Host.Tests.Layouts;

/// <summary>Graphs and where their layouts start from.</summary>
internal static class LayoutFixtures
{
    /// <summary>Five clusters in 8 dimensions, their graph and a start from principal components.</summary>
    public static (LayoutGraph Graph, Layout Initial) Clusters(int n, int dims)
    {
        const int D = 8;
        Random random = new(5);
        float[] values = new float[n * D];
        for (int i = 0; i < n; i++)
        {
            for (int d = 0; d < D; d++)
                values[(i * D) + d] = random.NextSingle() + random.NextSingle() + (d == i % 5 ? 1.5f : 0);
        }

        EmbeddingMatrix embedding = new(n, D, values);
        LayoutGraph graph = GraphOf(embedding, 12);
        return (
            graph,
            InitialLayouts.Create(InitialLayoutKind.Pca, graph, embedding, dims, 1, 2, NoProgress.Instance, CancellationToken.None).Layout
        );
    }

    /// <summary>The first bundled digits, their graph and a start from its spectrum.</summary>
    public static (LayoutGraph Graph, Layout Initial) Digits(int n, int dims)
    {
        EmbeddingMatrix embedding = DigitVectors(n);
        LayoutGraph graph = GraphOf(embedding, 15);
        return (
            graph,
            InitialLayouts
                .Create(InitialLayoutKind.Spectral, graph, embedding, dims, 1, 2, NoProgress.Instance, CancellationToken.None)
                .Layout
        );
    }

    /// <summary>The pixels of the first bundled digits.</summary>
    public static EmbeddingMatrix DigitVectors(int n)
    {
        ImageDataset digits = (ImageDataset)
            DatasetReader.Read(Path.Combine(AppContext.BaseDirectory, "mnist"), new DatasetOptions { Limit = n });
        float[] features = new float[digits.Images.Pixels.Length];
        PixelBrightness.Scale(digits.Images.Pixels.Span, features);
        return new EmbeddingMatrix(n, digits.Images.Height * digits.Images.Width, features);
    }

    /// <summary>The fuzzy graph of exact neighbours.</summary>
    public static LayoutGraph GraphOf(EmbeddingMatrix embedding, int k)
    {
        using HostKnnSearch search = new(2);
        using HostFuzzyGraphBuilder builder = new(2);
        return builder.Build(
            search.Search(embedding, k, Metric.Euclidean, NoProgress.Instance, CancellationToken.None),
            NoProgress.Instance,
            CancellationToken.None
        );
    }
}
