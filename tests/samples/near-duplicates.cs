#!/usr/bin/env dotnet
#:project ../../src/GpuCluster.Pipeline/GpuCluster.Pipeline.csproj

// Groups of near-duplicates over all pairs of images, and which member of the largest group to keep.
//   dotnet run tests/samples/near-duplicates.cs           the bundled garments
//   dotnet run tests/samples/near-duplicates.cs FOLDER    your images, or a file of vectors
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Pipeline.Vectors;

const float MinCosine = 0.99f;
string path = args.Length > 0 ? args[0] : "assets/fashion";
int threads = Environment.ProcessorCount;

Dataset data = DatasetStage.Load(path, new DatasetOptions(), NoProgress.Instance, default);
(Dataset images, EmbeddingMatrix vectors) = DatasetStage.Embed(data, threads, NoProgress.Instance, default);
(Duplicates found, _) = DuplicateStage.Run(images, vectors, MinCosine, GroupLinkage.Star, threads, NoProgress.Instance, default);

int[] largest = found.Groups.Count > 0 ? found.Groups[0].Group.Members : [];
string keep = largest.Length > 0 ? $"; of the largest, {largest.Length} images, keep row {KeepRule.Default.Choose(images, largest)}" : "";
Console.WriteLine(
    $"{vectors.Rows} x {vectors.Columns}: {found.Pairs} pairs of cosine {MinCosine} or more in {found.Groups.Count} groups{keep}"
);
