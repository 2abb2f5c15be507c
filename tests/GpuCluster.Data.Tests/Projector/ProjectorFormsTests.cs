using System.Text;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Projector;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Projector;

/// <summary>The forms of Projector files that TensorBoard, PyTorch and people write.</summary>
public sealed class ProjectorFormsTests : IDisposable
{
    // As torch.utils.tensorboard.SummaryWriter.add_embedding writes it.
    private const string PyTorch = """
        embeddings {
        tensor_name: "default:00000"
        tensor_path: "00000/default/tensors.tsv"
        metadata_path: "00000/default/metadata.tsv"
        sprite {
        image_path: "00000/default/sprite.png"
        single_image_dim: 8
        single_image_dim: 8
        }
        }

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_folder_of_pytorch_is_its_vectors()
    {
        Directory.CreateDirectory(_folder.File("00000/default"));
        Write("projector_config.pbtxt", PyTorch);
        Write("00000/default/tensors.tsv", "1\t2\n3\t4\n");
        Write("00000/default/metadata.tsv", "cat\ndog\n");
        Write("00000/default/sprite.png", "any picture");

        EmbeddingDataset data = Read(_folder.File("."));
        Assert.Equal("default:00000", data.Name);
        Assert.Equal([1, 2, 3, 4], data.Embedding.Values.ToArray());
        Assert.Equal(["cat", "dog"], data.Labels!.ClassNames);
        Assert.NotNull(data.Pictures);
    }

    [Theory]
    [InlineData("projector_config.json", "{\"embeddings\":[{\"tensorName\":\"w\",\"tensorShape\":[2,3],\"tensorPath\":\"t.bytes\"}]}")]
    [InlineData(
        "projector_config.pbtxt",
        "# a comment\nembeddings: { tensor_name: 'w', tensor_shape: 2 tensor_shape: 3; tensor_path: \"t.\" \"bytes\" }"
    )]
    public void Tensors_in_bytes_have_the_shape_of_the_configuration(string name, string text)
    {
        byte[] bytes = new byte[24];
        Buffer.BlockCopy(new[] { 1f, -2, 3, 4, 5, 6.5f }, 0, bytes, 0, 24);
        _folder.Write("t.bytes", bytes);
        Write(name, text);

        Assert.Equal([1, -2, 3, 4, 5, 6.5f], Read(_folder.File(name)).Embedding.Values.ToArray());
        Assert.Equal([1, -2, 3], Read(_folder.File(name), limit: 1).Embedding.Values.ToArray());
        _folder.Write("t.bytes", bytes[..20]);
        Refusal.Of(_folder.File(name), "20 bytes are not 2 x 3 values");
    }

    [Theory]
    [InlineData("embeddings { tensor_name: \"w\" metadata_path: \"m.tsv\" }", "in a checkpoint")]
    [InlineData("embeddings { tensor_path: \"t.bytes\" }", "no tensorShape")]
    [InlineData("embeddings {", "not a projector configuration")]
    [InlineData("embeddings { tensor_path: \"x }", "not a projector configuration")]
    [InlineData("model_checkpoint_path: \"m\"", "names no embeddings")]
    public void A_configuration_that_cannot_be_used_is_refused(string text, string fault)
    {
        _folder.Write("t.bytes", new byte[8]);
        Refusal.Of(Write("projector_config.pbtxt", text), "projector_config.pbtxt", fault);
    }

    [Theory]
    [InlineData("1\t2\n\n3\t4\n\n\n", "a\nb\n\n\n")]
    [InlineData("1\t2\t\n3\t4\t\n", "a\nb\n")]
    [InlineData("1\t2\n3\t4\n", "label\na\nb\n")]
    [InlineData("1\t2\n3\t4\n", "label\tsize\na\t1\n\nb\t2\n\t\n")]
    [InlineData("a\t1\t2\na\t3\t4\n", "a\nb")]
    public void Blank_lines_and_trailing_tabs_shift_nothing(string vectors, string metadata)
    {
        string path = Write("v.tsv", vectors);
        Write("metadata.tsv", metadata);
        EmbeddingDataset data = Read(path);
        Assert.Equal([1, 2, 3, 4], data.Embedding.Values.ToArray());
        Assert.Equal(["a", "b"], data.Labels!.ClassOf.Select(label => data.Labels.ClassNames[label]));
    }

    [Fact]
    public void A_blank_line_among_as_many_labels_as_samples_is_no_label()
    {
        string path = Write("v.tsv", "1\n2\n3\n");
        Write("metadata.tsv", "a\n\nb\n");
        Assert.Equal([0, -1, 1], Read(path).Labels!.ClassOf);
    }

    [Fact]
    public void Text_before_the_numbers_is_a_column_or_the_classes()
    {
        Dataset words = Read(Write("words.tsv", "cat0\t1\t2\ndog1\t3\t4\ncat2\t5\t6\n"));
        Assert.Equal(["cat0", "dog1", "cat2"], Assert.IsType<TextColumn>(Assert.Single(words.Columns)).Values);
        Assert.Null(words.Labels);
        Dataset classes = Read(Write("classes.tsv", "cat\t1\t2\ncat\t3\t4\ndog\t5\t6\ndog\t7\t8\n"));
        Assert.Equal([0, 0, 1, 1], classes.Labels!.ClassOf);
        Refusal.Of(Write("cut.tsv", "cat\t1\nx\n"), "row 1");
    }

    [Fact]
    public void What_is_written_has_no_blank_line_and_a_configuration_for_the_server()
    {
        string folder = _folder.File("out");
        EmbeddingMatrix vectors = new(3, 2, new float[] { 1, 2, 3, 4, 5, 6 });
        ProjectorSet set = new("na\"me\\", vectors) { Labels = new SampleLabels([0, -1, 1], ["a", "b"]) };
        ProjectorWriter.Write(folder, set, static _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal("a\nNaN\nb\n", File.ReadAllText(Path.Combine(folder, "metadata.tsv")));
        string text = File.ReadAllText(Path.Combine(folder, "projector_config.pbtxt"));
        Assert.Contains("tensor_name: \"na\\\"me\\\\\"", text);
        foreach (string name in new[] { "projector_config.pbtxt", "projector_config.json", "." })
        {
            EmbeddingDataset back = Read(Path.Combine(folder, name));
            Assert.Equal("na\"me\\", back.Name);
            Assert.Equal(vectors.Values.ToArray(), back.Embedding.Values.ToArray());
            Assert.Equal([0, -1, 1], back.Labels!.ClassOf);
        }
    }

    private string Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));

    private static EmbeddingDataset Read(string path, int? limit = null) =>
        Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(path, new DatasetOptions { Limit = limit }, TestContext.Current.CancellationToken)
        );
}
