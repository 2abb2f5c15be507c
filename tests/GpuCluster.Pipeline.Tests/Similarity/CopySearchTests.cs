using System.Diagnostics;
using GpuCluster.Compute.Host.Copies;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Vectors;
using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

public sealed class CopySearchTests
{
    [Fact(Explicit = true)]
    public void Measure()
    {
        int originals = int.Parse(Environment.GetEnvironmentVariable("COPIES") ?? "60");
        string folder = Path.Combine(Path.GetTempPath(), $"copies-{originals}");
        Stopwatch watch = Stopwatch.StartNew();
        DirectoryInfo made = Directory.CreateDirectory(folder);
        CopyPicture[] set = CopySet.Write(folder, originals, 1);
        Console.WriteLine($"written {watch.Elapsed}");
        ImageFileDataset data = (ImageFileDataset)DatasetStage.Load(folder, new DatasetOptions(), NoProgress.Instance, default);
        Console.WriteLine($"loaded {watch.Elapsed} {data.Count}");
        Dictionary<string, CopyPicture> byName = set.ToDictionary(p => Path.GetFileName(p.Path));
        CopyPicture[] pictures = [.. data.Files.Select(f => byName[Path.GetFileName(f)])];

        EmbeddingMatrix vectors = DatasetStage.Embed(data, 2, NoProgress.Instance, default);
        SimilarPairs before = new SimilarPairSearch(2).Find(vectors, 0.95f, 100_000_00, NoProgress.Instance, null, null, default);
        Console.WriteLine($"before {watch.Elapsed}");
        Console.Write(CopyMeasures.Of("cosine 0.95", pictures, before.Pairs.Select(p => (p.First, p.Second))));
        ulong[] ph = new ulong[pictures.Length], dh = new ulong[pictures.Length];
        Parallel.For(0, pictures.Length, i => { using SKBitmap b = SKBitmap.Decode(pictures[i].Path); ph[i] = ImageHashes.Perceptual(b); dh[i] = ImageHashes.Difference(b); });
        Console.Write(CopyMeasures.Of("pHash", pictures, CopyMeasures.PairsWithin(ph, 8)));
        Console.Write(CopyMeasures.Of("dHash", pictures, CopyMeasures.PairsWithin(dh, 10)));
        Console.WriteLine($"hashes {watch.Elapsed}");
        SimilarPair[] found = new CopySearch(2).FindPairs(data.Pixels, data.OpenImages()!, [.. Enumerable.Range(0, data.Count)], NoProgress.Instance, default).Pairs;
        Console.WriteLine($"copies {watch.Elapsed}");
        Console.Write(CopyMeasures.Of("copies", pictures, found.Select(p => (p.First, p.Second))));
        foreach (SimilarPair p in found.Where(p => !pictures[p.First].IsCopyOf(pictures[p.Second])).Take(40))
            Console.WriteLine($"{p.Cosine} {Path.GetFileName(pictures[p.First].Path)} {Path.GetFileName(pictures[p.Second].Path)}");
    }
}
