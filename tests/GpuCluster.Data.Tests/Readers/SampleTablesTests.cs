using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Readers;
using SkiaSharp;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>
/// Lists, .parquet and .npz as data sets. The .parquet fixtures were written by parquet-wasm (Rust's parquet), as Hugging Face's files are
/// laid out.
/// </summary>
public sealed class SampleTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("list.csv", "path,label,score\na 🦊.png,红,1.5\nno.png,blue,2\nb.png,,\n")]
    [InlineData("list.tsv", "score\tpath\tlabel\n1.5\ta 🦊.png\t红\n2\tno.png\tblue\n\tb.png\t\n")]
    [InlineData(
        "list.jsonl",
        "{\"path\":\"a 🦊.png\",\"label\":\"红\",\"score\":1.5}\n\n"
            + "{\"path\":\"no.png\",\"label\":\"blue\",\"score\":2}\n{\"path\":\"b.png\",\"score\":null}\n"
    )]
    public void A_list_gives_pictures_labels_and_columns_and_names_what_is_missing(string name, string text)
    {
        WriteImage("a 🦊.png", SKColors.Red);
        WriteImage("b.png", SKColors.Blue);
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(
            DatasetReader.Read(
                _folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text)),
                new DatasetOptions(),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(["a 🦊.png", "b.png"], data.Files.Select(file => Path.GetFileName(file)));
        Assert.Equal([0, -1], data.Labels!.ClassOf);
        Assert.Equal(["红"], data.Labels.ClassNames);
        Assert.Equal([1.5, double.NaN], Assert.IsType<NumericColumn>(Assert.Single(data.Columns)).Values);
        Assert.Contains("no.png (no such file)", Assert.Single(data.Warnings));
        Assert.Equal([255, 0, 0], data.Pixels()[..3].ToArray());
    }

    [Theory]
    [InlineData("list.csv", "name,label\na.png,x\n", "'name'", "'path'")]
    [InlineData("list.csv", "path,label\na.png\n", "line 2", "1 field")]
    [InlineData("list.csv", "path\n", "lists no files")]
    [InlineData("list.jsonl", "{\"path\":\"a.png\"}\n[1]\n", "line 2")]
    [InlineData("list.csv", "path\nno.png\n", "none of its 1 image can", "no.png")]
    public void A_list_that_cannot_be_used_says_where(string name, string text, params string[] parts) =>
        Refusal.Of(_folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text)), [name, .. parts]);

    [Theory]
    [InlineData("hugging-face.parquet", new[] { "0", "1" })]
    [InlineData("bytes.parquet", new[] { "cat", "狗" })]
    public void Images_inside_a_parquet_become_pictures(string name, string[] classes)
    {
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(Read(name));
        Assert.Equal(3, data.Count);
        Assert.Equal([0, 1, 0], data.Labels!.ClassOf);
        Assert.Equal(classes, data.Labels.ClassNames);

        // A JPEG of blue, a PNG of red, a grey gradient.
        Assert.InRange(data.Pixels().Span[2], 250, 255);
        Assert.Equal([255, 0, 0], data.Pixels().Slice(3072, 3).ToArray());
    }

    [Fact]
    public void Paths_in_a_parquet_are_beside_it()
    {
        Directory.CreateDirectory(_folder.File("pictures"));
        WriteImage("pictures/红.png", SKColors.Red);
        File.Copy(Fixture("paths.parquet"), _folder.File("paths.parquet"));
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(
            DatasetReader.Read(_folder.File("paths.parquet"), new DatasetOptions(), TestContext.Current.CancellationToken)
        );
        Assert.Equal("红.png", Path.GetFileName(Assert.Single(data.Files)));
        Assert.Equal("狗", data.Labels!.ClassNames[data.Labels.ClassOf[0]]);
        Assert.Equal([0.5], Assert.IsType<NumericColumn>(Assert.Single(data.Columns)).Values);
        Assert.Contains("2 of 3 images", Assert.Single(data.Warnings));
    }

    [Fact]
    public void Lists_of_numbers_in_a_parquet_are_the_vectors()
    {
        EmbeddingDataset data = Assert.IsType<EmbeddingDataset>(Read("embedding.parquet"));
        Assert.Equal((5, 3), (data.Embedding.Rows, data.Embedding.Columns));
        Assert.Equal([3, 3.5f, -3], data.Embedding.Row(3).ToArray());
        Assert.Equal([0, 1, -1, 1, 0], data.Labels!.ClassOf);
        // None of the files is there, so they are names.
        Assert.Null(data.Paths);
        Assert.EndsWith("4.png", Assert.IsType<TextColumn>(data.Columns[0]).Values[4]);
        Assert.Equal([0, 1.5, 3, double.NaN, 6], Assert.IsType<NumericColumn>(data.Columns[1]).Values);
        Assert.Equal([4f, 8], Assert.IsType<EmbeddingDataset>(Read("fixed-doubles.parquet")).Embedding.Row(4).ToArray());
    }

    [Fact]
    public void A_parquet_that_cannot_be_used_says_why()
    {
        Refusal.Of(Fixture("ragged.parquet"), "row 1", "1 values");
        Refusal.Of(Fixture("no-vectors.parquet"), "'a' (int32)", "embedding");
        byte[] whole = File.ReadAllBytes(Fixture("embedding.parquet"));
        foreach (int length in new[] { 4, 100, whole.Length - 1 })
            Refusal.Of(_folder.Write("cut.parquet", whole[..length]), "cut.parquet");
        for (int at = 4; at < whole.Length; at += 7)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            string path = _folder.Write("damaged.parquet", damaged);
            Exception? fault = Record.Exception(() => DatasetReader.Read(path, new DatasetOptions()));
            Assert.True(fault is null or Core.Errors.UnusableInputException, $"byte {at}: {fault}");
        }
    }

    [Fact]
    public void Arrays_of_an_npz_are_vectors_labels_and_columns()
    {
        string path = _folder.File("向量.npz");
        if (
            SystemPython.Run(
                $"import numpy as n; n.savez_compressed('{path}', embeddings=n.arange(12).reshape(4,3).astype('f4'), "
                    + "y=n.array([1,0,1,-1]), path=n.array(['a','b','c','狗']), score=n.array([1,2,n.nan,4.0]))"
            )
            is null
        )
        {
            Assert.Skip("no Python with NumPy");
        }

        _folder.Write("b", []);
        EmbeddingDataset data = Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(path, new DatasetOptions { Limit = 3 }, TestContext.Current.CancellationToken)
        );
        Assert.Equal([6f, 7, 8], data.Embedding.Row(2).ToArray());
        Assert.Equal([1, 0, 1], data.Labels!.ClassOf);
        Assert.Equal(_folder.File("c"), data.Paths![2]);
        Assert.Equal([1, 2, double.NaN], Assert.IsType<NumericColumn>(Assert.Single(data.Columns)).Values);
        Refusal.Of(_folder.Write("cut.npz", File.ReadAllBytes(path)[..200]), "cut.npz", "damaged .npz");
    }

    [Fact]
    public void A_large_file_of_vectors_is_mapped_and_checked()
    {
        // Zeros that take no room on the disk, but for one row.
        const int Rows = 70_000,
            Columns = 1024;
        string path = _folder.File("large.npy");
        byte[] header = System.Text.Encoding.ASCII.GetBytes(
            $"\u0001\0v\0{{'descr': '<f4', 'fortran_order': False, 'shape': ({Rows}, {Columns}), }}".PadRight(121) + "\n"
        );
        long last = Write(1f);
        EmbeddingDataset data = Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(path, new DatasetOptions(), TestContext.Current.CancellationToken)
        );
        Assert.False(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(data.Embedding.Values, out _));
        Assert.Equal(1f, data.Embedding.Row(Rows - 1)[^1]);
        Assert.True(last > MappedRows.MinMapped);
        Write(float.NaN);
        string where = $"row {Rows - 1}, column {Columns - 1} is NaN";
        Refusal.Of(path, where, "nan_to_num");

        // Who looks at every value may have the check wait; nobody else gets one of them.
        EmbeddingMatrix late = Assert
            .IsType<EmbeddingDataset>(
                DatasetReader.Read(path, new DatasetOptions { ChecksLate = true }, TestContext.Current.CancellationToken)
            )
            .Embedding;
        Assert.Equal(float.NaN, late.UncheckedRow(Rows - 1)[^1]);
        Assert.Contains(where, Assert.Throws<Core.Errors.UnusableInputException>(() => late.Row(0).Length).Message);

        long Write(float value)
        {
            using FileStream file = new(path, FileMode.Create);
            file.Write([0x93, .. "NUMPY"u8, .. header]);
            file.SetLength(128 + ((long)Rows * Columns * 4));
            file.Seek(-4, SeekOrigin.End);
            file.Write(BitConverter.GetBytes(value));
            return file.Length;
        }
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);

    private static Dataset Read(string name) =>
        DatasetReader.Read(Fixture(name), new DatasetOptions(), TestContext.Current.CancellationToken);

    private void WriteImage(string name, SKColor colour)
    {
        using SKBitmap bitmap = new(8, 8);
        bitmap.Erase(colour);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(_folder.File(name), png.ToArray());
    }
}
