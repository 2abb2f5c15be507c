using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Shards;

/// <summary>Folders of shards: .parquet files that DuckDB made, and the layout of clip-retrieval.</summary>
public sealed class ShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shards_of_images_are_one_set_with_their_split()
    {
        Copy("hugging-face.parquet", "data/train-00000-of-00002.parquet");
        Copy("boxes.parquet", "data/train-00001-of-00002.parquet");
        Copy("hugging-face.parquet", "data/test-00000-of-00001.parquet");
        Dataset one = Read(Fixture("hugging-face.parquet"));
        Dataset other = Read(Fixture("boxes.parquet"));

        ImageFileDataset set = Assert.IsType<ImageFileDataset>(Read(_folder.Path));

        Dataset[] parts = [one, one, other];
        Assert.Equal(parts.Sum(part => part.Count), set.Count);
        Assert.Equal(parts.SelectMany(ClassesOf), ClassesOf(set));
        Assert.Equal(
            [.. Enumerable.Repeat("test", one.Count), .. Enumerable.Repeat("train", one.Count + other.Count)],
            set.Columns.OfType<TextColumn>().Single(column => column.Name == "split").Values
        );
        Assert.Equal(((ImageFileDataset)other).Pixels().ToArray(), set.Pixels()[(2 * one.Count * 3072)..].ToArray());
        Assert.Equal("kept/first.png", set.Paths[2 * one.Count]);
    }

    [Fact]
    public void Shards_of_vectors_are_one_matrix_and_the_limit_counts_all()
    {
        Copy("embedding.parquet", "part-2.parquet");
        Copy("embedding.parquet", "part-10.parquet");
        EmbeddingDataset one = Assert.IsType<EmbeddingDataset>(Read(Fixture("embedding.parquet")));

        EmbeddingDataset set = Assert.IsType<EmbeddingDataset>(Read(_folder.Path));
        Assert.Equal([.. one.Embedding.Values.ToArray(), .. one.Embedding.Values.ToArray()], set.Embedding.Values.ToArray());
        Assert.Equal([.. ClassesOf(one), .. ClassesOf(one)], ClassesOf(set));
        Assert.Equal(one.Columns.Select(column => column.Name), set.Columns.Select(column => column.Name));

        Assert.Equal(one.Count + 1, DatasetReader.Read(_folder.Path, new DatasetOptions { Limit = one.Count + 1 }).Count);
    }

    [Fact]
    public void A_shard_that_was_cut_is_named_and_the_others_are_used()
    {
        byte[] whole = File.ReadAllBytes(Fixture("embedding.parquet"));
        _folder.Write("1.parquet", whole[..(whole.Length / 2)]);
        Refusal.Of(_folder.Path, "1.parquet");
        _folder.Write("2.parquet", whole);
        Assert.Contains("1.parquet: not a usable .parquet", Assert.Single(Read(_folder.Path).Warnings));
    }

    [Fact]
    public void Shards_that_do_not_fit_together_are_refused()
    {
        Copy("embedding.parquet", "1.parquet");
        Copy("large-labels.parquet", "2.parquet");
        Refusal.Of(_folder.Path, "2.parquet: vectors of 2 values, where");
        Copy("boxes.parquet", "2.parquet");
        Refusal.Of(_folder.Path, "1.parquet holds vectors, and others images");
    }

    [Fact]
    public void The_folder_of_clip_retrieval_is_its_vectors_with_their_tables()
    {
        foreach (int shard in new[] { 0, 2, 10 })
            Copy("f32_5x3.npy", $"img_emb/img_emb_{shard}.npy");
        Copy("clip-retrieval.parquet", "metadata/metadata_0.parquet");
        Copy("clip-retrieval.parquet", "metadata/metadata_10.parquet");
        Copy("f32_5x3.npy", "text_emb/text_emb_0.npy");

        EmbeddingDataset set = Assert.IsType<EmbeddingDataset>(Read(_folder.Path));

        Assert.Equal("(15, 3)", set.Shape);
        Assert.Equal(
            [0, 10, 20, 30, 40, .. Enumerable.Repeat(double.NaN, 5), 0, 10, 20, 30, 40],
            set.Columns.OfType<NumericColumn>().Single(column => column.Name == "width").Values
        );
        Assert.Equal("caption 4", set.Columns.OfType<TextColumn>().Single(column => column.Name == "caption").Values[^1]);
        Assert.Equal("photos/0.jpg", set.Columns.OfType<TextColumn>().Single(column => column.Name == "image_path").Values[0]);
        Assert.Contains("text_emb are left out", Assert.Single(set.Notes).Message);

        Copy("metadata.parquet", "metadata/metadata_0.parquet");
        Assert.Contains("metadata_0.parquet: 3 rows, where", Assert.Single(Read(_folder.Path).Warnings));
    }

    private static IEnumerable<string> ClassesOf(Dataset set) =>
        set.Labels!.ClassOf.Select(label => label < 0 ? "" : set.Labels.ClassNames[label]);

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);

    private static Dataset Read(string path) => DatasetReader.Read(path, new DatasetOptions());

    private void Copy(string fixture, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.Copy(Fixture(fixture), _folder.File(name), overwrite: true);
    }
}
