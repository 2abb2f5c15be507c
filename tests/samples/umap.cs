#!/usr/bin/env dotnet
#:project ../../src/GpuCluster.Pipeline/GpuCluster.Pipeline.csproj

// Nearest neighbours and a 3-D UMAP layout of n x d values in a float[].
//   dotnet run tests/samples/umap.cs             2,000 of the bundled digits
//   dotnet run tests/samples/umap.cs FILE.npy    your vectors, or a folder of images by their pixels
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Layouts;

LayoutSettings settings = new()
{
    Metric = Metric.Euclidean,
    Umap = new UmapOptions
    {
        Neighbours = 15,
        Dims = 3,
        Seed = 42,
    },
};
using HostBackends host = new();
LayoutPipeline pipeline = new(settings, host);

// Any float[] of n x d values will do, one sample after the other. Here they come from a file.
DatasetOptions options = args.Length > 0 ? new DatasetOptions() : new DatasetOptions { Limit = 2000 };
Dataset data = pipeline.Load(args.Length > 0 ? args[0] : "assets/mnist", options);
float[] values = pipeline.Vectors(data).Own.Values.ToArray();
EmbeddingMatrix vectors = new(data.Count, values.Length / data.Count, values);

KnnGraph neighbours = pipeline.Search(vectors, k: Math.Min(15, data.Count)).Graph;
Layout layout = pipeline.Run(vectors, neighbours);

double nearest = Enumerable.Range(0, data.Count).Average(i => neighbours.DistancesOf(i)[^1]);
LayoutQuality quality = LayoutQualities.Measure(vectors, settings.Metric, layout, null, null, 42, settings.Threads, default);
Console.WriteLine(
    $"{vectors.Rows} x {vectors.Columns}: {neighbours.K} neighbours within {nearest:0.000} on average; "
        + $"{layout.Dims}-D layout of trustworthiness {quality.Trustworthiness15?.Value:0.000}"
);
