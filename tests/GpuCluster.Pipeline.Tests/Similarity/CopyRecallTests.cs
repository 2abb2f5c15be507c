using System.Globalization;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Pipeline.Vectors;
using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>How many copies of each kind are found, beside two hashes and the cosine of small pictures, and the wrong pairs.</summary>
public sealed class CopyRecallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-copies-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Another seed than that of the measured table, so that its limits are not made for these pictures.</summary>
    [Fact]
    public void Nine_of_ten_copies_of_every_kind_are_found_and_no_wrong_pair()
    {
        CopyPicture[] pictures = Load(CopySet.Write(_folder.FullName, originals: 20, seed: 7), out ImageFileDataset photos);

        CopyMeasures found = ByLook(photos, pictures);

        Assert.All(found.Recall, each => Assert.True(each.Value >= 0.9, $"{each.Key}: {each.Value}"));
        Assert.All(found.FalsePairs, each => Assert.Equal(0, each.Value));
    }

    /// <summary>
    /// The table in tests/GpuCluster.Benchmarks/README.md. It takes minutes, so it runs only when it is asked for:
    /// dotnet run --project tests/GpuCluster.Pipeline.Tests -c Release -- -explicit only -method '*CopyRecallTests*' -showLiveOutput
    /// COPIES is the number of originals of each type, SEED that of the set.
    /// </summary>
    [Fact(Explicit = true)]
    public void The_table_of_recall_and_wrong_pairs_is_measured()
    {
        CopyPicture[] pictures = Load(
            CopySet.Write(_folder.FullName, Number("COPIES", 300), Number("SEED", 1)),
            out ImageFileDataset photos
        );
        ulong[] perceptual = new ulong[pictures.Length],
            difference = new ulong[pictures.Length];
        Parallel.For(
            0,
            pictures.Length,
            at =>
            {
                using SKBitmap bitmap = SKBitmap.Decode(pictures[at].Path);
                (perceptual[at], difference[at]) = (ImageHashes.Perceptual(bitmap), ImageHashes.Difference(bitmap));
            }
        );
        (_, EmbeddingMatrix vectors) = DatasetStage.Embed(photos, Environment.ProcessorCount, NoProgress.Instance, default);
        SimilarPair[] near = new SimilarPairSearch(Environment.ProcessorCount)
            .Find(vectors, 0.95f, SimilarPairSearch.DefaultMax, NoProgress.Instance, null, null, default)
            .Pairs;
        CopyMeasures[] all =
        [
            CopyMeasures.Of("pHash, 8 bits", pictures, CopyMeasures.PairsWithin(perceptual, 8)),
            CopyMeasures.Of("dHash, 10 bits", pictures, CopyMeasures.PairsWithin(difference, 10)),
            CopyMeasures.Of("cosine 0.95", pictures, near.Select(pair => (pair.First, pair.Second))),
            ByLook(photos, pictures),
        ];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Concat(all.Select(measures => measures.ToString())));
        Assert.All(all[^1].FalsePairs, each => Assert.Equal(0, each.Value));
    }

    private static CopyMeasures ByLook(ImageFileDataset photos, CopyPicture[] pictures) =>
        CopyMeasures.Of(
            "by look",
            pictures,
            DuplicateStage
                .PairsByLook(photos, [.. Enumerable.Range(0, photos.Count)], Environment.ProcessorCount, NoProgress.Instance, default)
                .Pairs.Select(pair => (pair.First, pair.Second))
        );

    // The pictures in the order of the data.
    private CopyPicture[] Load(CopyPicture[] written, out ImageFileDataset photos)
    {
        photos = (ImageFileDataset)DatasetStage.Load(_folder.FullName, new DatasetOptions(), NoProgress.Instance, default);
        Dictionary<string, CopyPicture> byName = written.ToDictionary(picture => Path.GetFileName(picture.Path));
        return [.. photos.Files.Select(file => byName[Path.GetFileName(file)])];
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
