using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>
/// Lists, tables of metadata, a Projector's files and clouds that pandas, DuckDB, polars, gensim and three wrote (fixtures/tables).
/// </summary>
public sealed class TablesOfOtherProgramsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TablesOfOtherProgramsTests()
    {
        Directory.CreateDirectory(_folder.File("img"));
        _folder.Write("img/a.png", Encode(4, 4, (_, _) => SKColors.Red, SKEncodedImageFormat.Png));
        _folder.Write("img/b.png", Encode(4, 4, (_, _) => SKColors.Blue, SKEncodedImageFormat.Png));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pandas.csv")]
    [InlineData("pandas.tsv")]
    [InlineData("pandas-excel.csv")]
    [InlineData("pandas.jsonl")]
    [InlineData("duckdb.csv")]
    [InlineData("duckdb.jsonl")]
    [InlineData("polars.csv")]
    [InlineData("polars.jsonl")]
    public void A_list_gives_images_classes_and_columns(string name)
    {
        Copy(name);
        AreRead(Read(_folder.File(name)));
    }

    [Theory]
    [InlineData("metadata.csv")]
    [InlineData("metadata.jsonl")]
    public void A_table_of_metadata_belongs_to_the_images_of_its_folder(string name)
    {
        Copy(name);
        AreRead(Read(_folder.Path));
    }

    [Fact]
    public void The_metadata_of_gensim_has_the_name_of_its_vectors()
    {
        Copy("gensim_tensor.tsv");
        Copy("gensim_metadata.tsv");
        EmbeddingDataset data = Assert.IsType<EmbeddingDataset>(Read(_folder.File("gensim_tensor.tsv")));
        Assert.Equal([1.5f, -2, 0.25f, 4, 3, 0], data.Embedding.Values.ToArray());
        Assert.Equal(["cat", "dog", "emu"], data.Labels!.ClassNames);

        File.Move(_folder.File("gensim_tensor.tsv"), _folder.File("vecs.tsv"));
        File.Move(_folder.File("gensim_metadata.tsv"), _folder.File("meta.tsv"));
        Assert.Equal([0, 1, 2], Read(_folder.File("vecs.tsv")).Labels!.ClassOf);
    }

    [Theory]
    [InlineData("three.ply")]
    [InlineData("three-binary.ply")]
    public void A_cloud_of_points_with_colours_is_a_layout(string name)
    {
        Copy(name);
        LayoutDataset data = Assert.IsType<LayoutDataset>(
            DatasetReader.Read(_folder.File(name), new DatasetOptions { As = MatrixUse.Layout })
        );
        Assert.Equal([1.5f, -2, 0.25f, 4, 3, 0, -1, 0.5f, 2], data.Layout.Values);
    }

    private static void AreRead(Dataset data)
    {
        Assert.Equal(["a.png", "b.png"], Assert.IsType<ImageFileDataset>(data).Files.Select(Path.GetFileName));
        Assert.Equal(["cat, small", "dog"], data.Labels!.ClassNames);
        Assert.Equal([0, 1], data.Labels.ClassOf);
        Assert.Equal([0.25, double.NaN], data.Columns.OfType<NumericColumn>().Single(column => column.Name == "score").Values);
        Assert.Equal(["007", "010"], data.Columns.OfType<TextColumn>().Single(column => column.Name == "code").Values);
        Assert.Empty(data.Warnings);
    }

    private static Dataset Read(string path) => DatasetReader.Read(path, new DatasetOptions());

    private void Copy(string name) => File.Copy(Path.Combine(AppContext.BaseDirectory, "fixtures", "tables", name), _folder.File(name));
}
