using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Embeddings;
using GpuCluster.Data.Readers;
using Parquet;
using Parquet.Serialization;

namespace GpuCluster.Data.Tests.Embeddings;

public sealed class EmbeddingWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly EmbeddingRecord _record = new(
        new EmbeddingMatrix(3, 2, new float[] { 1, 0, 0.6f, 0.8f, -0.28f, 0.96f }),
        ["猫/一.png", "b, \"c\".jpg", "😀.png"],
        new SampleLabels([0, -1, 1], ["猫", "😀"]),
        "tiny"
    );

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NumPy_reads_everything_of_a_npz()
    {
        string file = _folder.File("x.npz");
        EmbeddingWriter.Write(file, _record);
        string? said = SystemPython.Run(
            $"import numpy as np; z = np.load('{file}'); e = z['embedding']; print(e.dtype, e.shape, [ascii(p) for p in z['path']], "
                + "[ascii(p) for p in z['label']], z['model'][0], e[2].tolist() == [np.float32(-0.28), np.float32(0.96)])"
        );
        Assert.SkipWhen(said is null, "no Python with NumPy");
        Assert.Equal(
            """float32 (3, 2) ["'\\u732b/\\u4e00.png'", '\'b, "c".jpg\'', "'\\U0001f600.png'"] """
                + """["'\\u732b'", "''", "'\\U0001f600'"] tiny True""",
            said
        );
    }

    [Fact]
    public void A_npy_is_read_again_with_labels_and_columns()
    {
        string file = _folder.File("x.npy");
        EmbeddingWriter.Write(file, _record);
        EmbeddingDataset read = Assert.IsType<EmbeddingDataset>(DatasetReader.Read(file, new DatasetOptions()));
        Assert.Equal(_record.Vectors.Values.ToArray(), read.Embedding.Values.ToArray());
        Assert.Equal(["猫", "", "😀"], read.Labels!.ClassOf.Select(index => index < 0 ? "" : read.Labels.ClassNames[index]));
        Assert.Equal(_record.Paths, Assert.IsType<TextColumn>(read.Columns[0]).Values);
        Assert.Equal("model", read.Columns[1].Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parquet_has_a_list_of_floats_in_each_row(bool isLabelled)
    {
        string file = _folder.File("x.parquet");
        EmbeddingWriter.Write(file, isLabelled ? _record : _record with { Labels = null });
        ParquetReader reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        await using (reader)
        {
            Assert.Equal(
                isLabelled ? ["path", "label", "model", "embedding"] : ["path", "model", "embedding"],
                reader.Schema.Fields.Select(field => field.Name)
            );
        }

        using FileStream stream = File.OpenRead(file);
        DeserializationResult<Dictionary<string, object>> read = await ParquetSerializer.DeserializeUntypedAsync(
            stream,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(_record.Paths, read.Data.Select(row => (string)row["path"]!));
        Assert.Equal(
            _record.Vectors.Values.ToArray(),
            read.Data.SelectMany(row => ((System.Collections.IEnumerable)row["embedding"]!).Cast<float>())
        );
    }

    [Fact]
    public void The_same_vectors_give_the_same_file()
    {
        foreach (string name in new[] { "x.npz", "x.parquet" })
        {
            EmbeddingWriter.Write(_folder.File(name), _record);
            byte[] first = File.ReadAllBytes(_folder.File(name));
            EmbeddingWriter.Write(_folder.File(name), _record);
            Assert.Equal(first, File.ReadAllBytes(_folder.File(name)));
        }
    }

    [Fact]
    public void Unknown_formats_and_full_disks_are_refused()
    {
        Assert.Contains(
            ".npz or .parquet",
            Assert.Throws<UnusableInputException>(() => EmbeddingWriter.Check(_folder.File("x.csv"))).Message,
            StringComparison.Ordinal
        );
        foreach (string name in new[] { "full.npy", "full.parquet" })
        {
            string full = _folder.File(name);
            File.CreateSymbolicLink(full, "/dev/full");
            Assert.Contains(
                "no room",
                Assert.Throws<MachineFaultException>(() => EmbeddingWriter.Write(full, _record)).Message,
                StringComparison.Ordinal
            );
        }
    }
}
