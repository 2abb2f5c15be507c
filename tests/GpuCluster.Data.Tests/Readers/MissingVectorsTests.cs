using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Embeddings;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>A row without a vector is no sample, and every other row keeps its number, whatever file it goes through.</summary>
public sealed class MissingVectorsTests : IDisposable
{
    private static readonly string[] Paths = ["a", "b", "c", "d", "e"];
    private static readonly float[] Vectors = [1, 2, 5, 6, 7, 8];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SampleRows Rows => SampleRows.Of(5, [0, 2, 3]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.npy")]
    [InlineData("x.npz")]
    [InlineData("x.parquet")]
    public void Every_row_is_written_and_those_without_a_vector_are_left_out_and_counted(string name)
    {
        string file = _folder.File(name);
        EmbeddingWriter.Write(
            file,
            new EmbeddingRecord(new EmbeddingMatrix(3, 2, Vectors), Paths, new SampleLabels([0, 1, 0, -1, 1], ["u", "v"]), "m")
            {
                Rows = Rows,
            },
            Token
        );

        EmbeddingDataset read = Assert.IsType<EmbeddingDataset>(DatasetReader.Read(file, new DatasetOptions(), Token));

        Assert.Equal(Vectors, read.Embedding.Values.ToArray());
        AssertRows(read.Rows);
        Assert.Equal(["u", "u", ""], read.Labels!.ClassOf.Select(label => label < 0 ? "" : read.Labels.ClassNames[label]));
        Assert.Equal(["a", "c", "d"], read.Columns.OfType<TextColumn>().Single(column => column.Name == "path").Values);
        string warning = Assert.Single(read.Warnings);
        Assert.Contains("2 rows have no vector", warning);
        Assert.Contains("row 1", warning);
    }

    [Fact]
    public void Numpy_sees_rows_of_nan()
    {
        string file = _folder.File("x.npy");
        EmbeddingWriter.Write(file, new EmbeddingRecord(new EmbeddingMatrix(3, 2, Vectors), Paths, null, "m") { Rows = Rows }, Token);
        string? said = SystemPython.Run(
            $"import numpy as np; x = np.load('{file}'); print(x.shape, np.isnan(x).all(1).tolist(), x[2].tolist())"
        );
        Assert.SkipWhen(said is null, "no Python with NumPy");
        Assert.Equal("(5, 2) [False, True, False, False, True] [5.0, 6.0]", said);
    }

    [Fact]
    public void A_row_with_some_values_is_a_fault_and_so_is_a_file_without_any_vector()
    {
        Refusal.Of(Write("some.npy", 1, 2, float.NaN, 4), "some.npy", "row 1, column 0 is NaN", "nan_to_num");
        Refusal.Of(Write("infinite.npy", 1, 2, float.NaN, float.PositiveInfinity), "row 1, column 0 is NaN");
        Refusal.Of(Write("none.npy", float.NaN, float.NaN, float.NaN, float.NaN), "none.npy", "row 0, column 0 is NaN");
    }

    [Fact]
    public void A_layout_has_a_place_for_every_row_and_a_point_for_every_sample()
    {
        string file = _folder.File("y.npy");
        LayoutWriter.Write(file, new Layout(3, 2, Vectors), new SampleHeading { Rows = Rows }, cancellation: Token);

        LayoutDataset read = Assert.IsType<LayoutDataset>(
            DatasetReader.Read(file, new DatasetOptions { As = MatrixUse.LayoutOnly }, Token)
        );

        Assert.Equal(Vectors, read.Layout.Values);
        AssertRows(read.Rows);
    }

    [Fact]
    public void A_table_with_numbers_belongs_to_the_rows_it_names()
    {
        string file = Write("x.npy", 1, 2, float.NaN, float.NaN, 5, 6);
        string table = _folder.Write("t.csv", "index,v\n2,two\n1,one\n0,zero\n"u8.ToArray());

        Dataset read = DatasetReader.Read(file, new DatasetOptions { ColumnsPath = table }, Token);

        Assert.Equal(["zero", "two"], Assert.IsType<TextColumn>(Assert.Single(read.Columns)).Values);
        string wrong = _folder.Write("w.csv", "index,v\n3,x\n"u8.ToArray());
        Refusal.Of(file, new DatasetOptions { ColumnsPath = wrong }, "w.csv", "3 samples, 0 to 2");
    }

    [Fact]
    public void A_table_without_numbers_has_a_line_for_every_row()
    {
        string file = Write("x.npy", 1, 2, float.NaN, float.NaN, 5, 6);
        string table = _folder.Write("t.csv", "v\nzero\none\ntwo\n"u8.ToArray());
        Dataset read = DatasetReader.Read(file, new DatasetOptions { ColumnsPath = table }, Token);
        Assert.Equal(["zero", "two"], Assert.IsType<TextColumn>(Assert.Single(read.Columns)).Values);
    }

    [Fact]
    public void Samples_are_found_again_at_the_rows_they_had()
    {
        Dataset all = DatasetReader.Read(Write("x.npy", 1, 1, 2, 2, 3, 3, 4, 4), new DatasetOptions(), Token);

        EmbeddingDataset some = Assert.IsType<EmbeddingDataset>(all.AtRows(SampleRows.Of(4, [1, 3])));

        Assert.Equal([2, 2, 4, 4], some.Embedding.Values.ToArray());
        Assert.Equal([1, 3], Enumerable.Range(0, 2).Select(some.Rows.RowOf));
        Assert.Null(all.AtRows(SampleRows.All(3)));
        Assert.Null(some.AtRows(SampleRows.Of(4, [0, 1])));
        Assert.Equal([4, 4], Assert.IsType<EmbeddingDataset>(some.AtRows(SampleRows.Of(4, [3]))).Embedding.Values.ToArray());
    }

    private static void AssertRows(SampleRows rows)
    {
        Assert.Equal(5, rows.Count);
        Assert.Equal([0, 2, 3], Enumerable.Range(0, rows.Samples).Select(rows.RowOf));
    }

    private string Write(string name, params float[] values)
    {
        using FileStream file = File.Create(_folder.File(name));
        NpyWriter.Write(file, values.Length / 2, 2, values);
        return file.Name;
    }
}
