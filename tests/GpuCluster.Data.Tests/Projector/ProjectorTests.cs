using System.Text;
using System.Text.Json;
using CsCheck;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Projector;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Projector;

public sealed class ProjectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_back_to_the_bit() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 9], Gen.Int[0, 1 << 20])
            .Sample(
                (rows, columns, seed) =>
                {
                    ProjectorSet set = Set(rows, columns, seed);
                    using SpritesOf images = new(rows, edge: 32);
                    ProjectorWriter.Write(_folder.Path, set with { Thumbnails = images }, static _ => { });

                    EmbeddingDataset read = ProjectorReader.Read(_folder.File("projector_config.json"), new DatasetOptions());
                    using IThumbnails sprites = read.OpenThumbnails()!;

                    Assert.Equal(set.Name, read.Name);
                    Assert.Equal((rows, columns), (read.Embedding.Rows, read.Embedding.Columns));
                    Assert.Equal(set.Vectors.Values.ToArray(), read.Embedding.Values.ToArray());
                    for (int row = 0; row < rows; row++)
                        Assert.Equal(Name(set.Labels!, row), Name(read.Labels!, row));
                    Assert.Equal(((NumericColumn)set.Columns[0]).Values, ((NumericColumn)read.Columns[0]).Values);
                    Assert.Equal(((TextColumn)set.Columns[1]).Values, ((TextColumn)read.Columns[1]).Values);
                    byte[] expected = new byte[32 * 32 * 4];
                    byte[] actual = new byte[32 * 32 * 4];
                    for (int row = 0; row < rows; row++)
                    {
                        images.Read(row, 32, expected);
                        Assert.Equal(ThumbnailState.Ready, sprites.Read(row, 32, actual));
                        Assert.Equal(expected, actual);
                    }
                },
                iter: 25,
                threads: 1
            );

    [Fact]
    public void The_configuration_is_what_the_projector_documents()
    {
        using SpritesOf images = new(5, edge: 32, missing: 3);
        int without = ProjectorWriter.Write(_folder.Path, Set(5, 4, seed: 1) with { Thumbnails = images }, static _ => { });

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(_folder.File("projector_config.json")));
        JsonElement embedding = document.RootElement.GetProperty("embeddings")[0];
        Assert.Equal(1, without);
        Assert.Equal("数字 5", embedding.GetProperty("tensorName").GetString());
        Assert.Equal([5, 4], embedding.GetProperty("tensorShape").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Equal("vectors.tsv", embedding.GetProperty("tensorPath").GetString());
        Assert.Equal("metadata.tsv", embedding.GetProperty("metadataPath").GetString());
        Assert.Equal("sprite.png", embedding.GetProperty("sprite").GetProperty("imagePath").GetString());
        Assert.Equal(
            [32, 32],
            embedding.GetProperty("sprite").GetProperty("singleImageDim").EnumerateArray().Select(value => value.GetInt32())
        );
        Assert.Equal(5, File.ReadAllLines(_folder.File("vectors.tsv")).Length);
        Assert.Equal("label\tmass\tnote", File.ReadAllLines(_folder.File("metadata.tsv"))[0]);
    }

    [Theory]
    [InlineData("label\tsize\ncat\t1\ndog\t2\n", 1)]
    [InlineData("cat\ndog\n", 0)]
    public void A_byte_order_mark_hides_no_label(string metadata, int columns)
    {
        string vectors = _folder.Write("vectors.tsv", System.Text.Encoding.UTF8.GetBytes("\uFEFF1\t2\n3\t4\n"));
        _folder.Write("metadata.tsv", System.Text.Encoding.UTF8.GetBytes("\uFEFF" + metadata));

        EmbeddingDataset read = ProjectorReader.Read(vectors, new DatasetOptions());

        Assert.Equal([1, 2, 3, 4], read.Embedding.Values.ToArray());
        Assert.Equal(["cat", "dog"], read.Labels!.ClassNames);
        Assert.Equal(columns, read.Columns.Count);
    }

    [Fact]
    public void Metadata_that_is_no_utf8_is_refused()
    {
        string vectors = _folder.Write("vectors.tsv", "1\t2\n3\t4\n"u8.ToArray());
        _folder.Write("metadata.tsv", [.. "caf"u8, 0xE9, .. "\nth"u8, 0xE9, (byte)'\n']);
        Refuses(vectors, "metadata.tsv", "line 1", "UTF-8");
    }

    [Fact]
    public void Labels_in_a_file_of_their_own_replace_those_of_the_metadata()
    {
        string vectors = _folder.Write("vectors.tsv", "1\t2\n3\t4\n5\t6\n"u8.ToArray());
        _folder.Write("metadata.tsv", "cat\ndog\ncat\n"u8.ToArray());
        using (FileStream stream = File.Create(_folder.File("y.npy")))
            NpyWriter.Write<int>(stream, [3], [5, 7, 5]);

        DatasetOptions options = new() { LabelsPath = _folder.File("y.npy") };
        Assert.Equal(["5", "7"], ProjectorReader.Read(vectors, options).Labels!.ClassNames);
        Assert.Equal([0, 1], ProjectorReader.Read(vectors, options with { Limit = 2 }).Labels!.ClassOf);
        Refusal.Of(vectors, new DatasetOptions { LabelsPath = _folder.File("missing.npy") }, "missing.npy", "no such file");
    }

    [Fact]
    public void Labels_alone_have_no_header_as_the_projector_wants_it()
    {
        ProjectorWriter.Write(_folder.Path, Set(3, 2, seed: 1) with { Columns = [] }, static _ => { });

        Assert.Equal(3, File.ReadAllLines(_folder.File("metadata.tsv")).Length);
        EmbeddingDataset read = ProjectorReader.Read(_folder.File("vectors.tsv"), new DatasetOptions { Limit = 2 });
        Assert.Equal(2, read.Count);
        Assert.Equal(2, read.Labels!.Count);
        Assert.Empty(read.Columns);
        Assert.Null(read.OpenThumbnails());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("1\t2\n3\n", "row 1 has 1 values")]
    [InlineData("x\ty\n1\t2\n", "row 0")]
    [InlineData("1\tNaN\n", "row 0")]
    [InlineData("1,2\n", "row 0")]
    public void Vectors_that_are_none_are_refused(string text, string part) =>
        Refuses(_folder.Write("x.tsv", Encoding.UTF8.GetBytes(text)), "x.tsv", part);

    [Theory]
    [InlineData("a\n", "1 rows, where the vectors have 2")]
    [InlineData("a\nb\nc\n", "3 rows")]
    [InlineData("name\tmass\na\t1\nb\n", "row 1 has 1 field,")]
    public void Metadata_that_does_not_fit_is_refused(string text, string part)
    {
        _folder.Write("metadata.tsv", Encoding.UTF8.GetBytes(text));
        Refuses(_folder.Write("vectors.tsv", "1\t2\n3\t4\n"u8.ToArray()), "metadata.tsv", part);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"embeddings\":[]}")]
    [InlineData("{\"embeddings\":[{}]}")]
    [InlineData("{\"embeddings\":[{\"tensorPath\":7}]}")]
    [InlineData("{\"embeddings\":[{\"tensorPath\":\"vectors.tsv\",\"sprite\":{\"imagePath\":\"s.png\"}}]}")]
    [InlineData("{\"embeddings\":[{\"tensorPath\":\"vectors.tsv\",\"sprite\":{\"imagePath\":\"s.png\",\"singleImageDim\":[0,5]}}]}")]
    public void A_configuration_that_is_none_is_refused(string json)
    {
        _folder.Write("vectors.tsv", "1\t2\n3\t4\n"u8.ToArray());
        Refuses(_folder.Write("projector_config.json", Encoding.UTF8.GetBytes(json)), "projector_config.json");
    }

    [Fact]
    public void A_damaged_or_too_small_sheet_is_refused()
    {
        using SpritesOf images = new(9, edge: 32);
        ProjectorWriter.Write(_folder.Path, Set(9, 2, seed: 1) with { Thumbnails = images }, static _ => { });
        byte[] png = File.ReadAllBytes(_folder.File("sprite.png"));
        string config = _folder.File("projector_config.json");

        File.WriteAllBytes(_folder.File("sprite.png"), png[..(png.Length / 2)]);
        Refuses(config, "sprite.png", "damaged");
        File.WriteAllText(_folder.File("sprite.png"), "no picture");
        Refuses(config, "sprite.png");
        File.WriteAllBytes(_folder.File("sprite.png"), png);
        File.WriteAllText(config, File.ReadAllText(config).Replace("32", "64", StringComparison.Ordinal));
        Refuses(config, "sprite.png", "hold 1 pictures");
    }

    private static void Refuses(string path, params string[] parts)
    {
        Action open = () => ProjectorReader.Read(path, new DatasetOptions()).OpenThumbnails()?.Dispose();
        string message = Assert.Throws<UnusableInputException>(open).Message;
        foreach (string part in parts)
            Assert.Contains(part, message);
    }

    private static string Name(SampleLabels labels, int row) => labels.ClassOf[row] < 0 ? "" : labels.ClassNames[labels.ClassOf[row]];

    private static ProjectorSet Set(int rows, int columns, int seed)
    {
        Random random = new(seed);
        float[] values =
        [
            .. Enumerable.Range(0, rows * columns).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30)))),
        ];
        return new ProjectorSet($"数字 {rows}", new EmbeddingMatrix(rows, columns, values))
        {
            Labels = new SampleLabels([.. Enumerable.Range(0, rows).Select(_ => random.Next(-1, 3))], ["a", "七", "c d"]),
            Columns =
            [
                new NumericColumn(
                    "mass",
                    [
                        .. Enumerable
                            .Range(0, rows)
                            .Select(row =>
                                row == 0 ? 1.5f
                                : row % 3 == 1 ? float.NaN
                                : random.NextSingle()
                            ),
                    ]
                ),
                new TextColumn("note", [.. Enumerable.Range(0, rows).Select(row => $"說明 {row}")]),
            ],
        };
    }

    /// <summary>Pictures of one colour each, opaque.</summary>
    private sealed class SpritesOf(int count, int edge, int missing = -1) : IThumbnails
    {
        public int Count => count;

        public IReadOnlyList<int> Edges => [edge];

        public string NameOf(int index) => $"picture {index}";

        public ThumbnailState Read(int index, int wanted, Span<byte> rgba)
        {
            for (int at = 0; at < rgba.Length; at += 4)
                (rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3]) = ((byte)(index * 7), (byte)(255 - index), (byte)(at / 64), 255);
            return index == missing ? ThumbnailState.Missing : ThumbnailState.Ready;
        }

        public void Dispose() { }
    }
}
