#!/usr/bin/env dotnet
#:project ../../src/GpuCluster.Pipeline/GpuCluster.Pipeline.csproj

// Searches images by a text with CLIP. The vectors are kept in the user's cache, so that the second search in a folder is fast.
//   dotnet run tests/samples/clip-search.cs                    a sneaker among 500 of the bundled garments
//   dotnet run tests/samples/clip-search.cs FOLDER "a text"    your images; a real CLIP in place of tiny-clip: models/README.md
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Embedding.Models;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Pipeline.Vectors;

string folder = args.Length > 0 ? args[0] : "assets/fashion";
string text = args.Length > 1 ? args[1] : "a photo of a sneaker";
DatasetOptions options = args.Length > 0 ? new DatasetOptions() : new DatasetOptions { Limit = 500 };
EmbeddingSettings clip = new(ModelFolder.Open("models/tiny-clip"));

Dataset data = DatasetStage.Load(folder, options, NoProgress.Instance, default);
(Dataset images, EmbeddingMatrix vectors) = DatasetStage.Embed(data, clip, NoProgress.Instance, default);
SimilarQuery query = SimilarQuery.OfText(text, clip, NoProgress.Instance, default);
float[] cosines = CosineStage.Run(vectors, query, device: null, clip.Threads, NoProgress.Instance, default);
int[] best = CosineStage.Nearest(vectors, query, cosines, k: 5, clip.Threads, default);

string found = string.Join(", ", best.Select(i => $"{cosines[i]:0.000} {SampleTexts.LabelOf(images, i) ?? SampleTexts.NameOf(images, i)}"));
Console.WriteLine($"\"{text}\" among {vectors.Rows} images of {vectors.Columns} features: {found}");
