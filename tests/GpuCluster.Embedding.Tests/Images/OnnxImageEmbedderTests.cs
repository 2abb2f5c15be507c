using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Testing;

namespace GpuCluster.Embedding.Tests.Images;

public sealed class OnnxImageEmbedderTests : IDisposable
{
    private const int Edge = 6;
    private const int Pixels = 3 * Edge * Edge;
    private const int Columns = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("gpucluster-test-").FullName;
    private readonly float[] _weights = [.. Enumerable.Range(0, Pixels * Columns).Select(i => MathF.Sin(i * 0.7f))];

    public OnnxImageEmbedderTests() =>
        File.WriteAllText(
            Path.Combine(_folder, "preprocessor_config.json"),
            $$"""{"size": {{Edge}}, "crop_size": {{Edge}}, "resample": 3, "image_mean": [0.5, 0.4, 0.3], "image_std": [0.25, 0.5, 0.75]}"""
        );

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pixel_values", "image_embeds", 0, 1)]
    [InlineData("image", "embedding", 1, 2)]
    [InlineData("x", "y", 4, 3)]
    [InlineData("pixel_values", "pooler_output", 0, 4)]
    public void Rows_are_the_models_at_unit_length_whatever_names_batch_and_threads(string input, string output, int batch, int threads)
    {
        Write(Linear(input, output, batch));
        MemoryImages images = new(37, Edge);
        EmbeddedImages embedded = Embed(images, threads: threads);
        Assert.Equal((37, Columns, 37), (embedded.Vectors.Rows, embedded.Vectors.Columns, embedded.Computed));
        Assert.All(embedded.Reasons, Assert.Null);
        for (int i = 0; i < 37; i++)
            AssertNear(Expected(images.Rgba(i)), embedded.Vectors.Row(i).ToArray(), 1e-5);
        Assert.Equal(Embed(images, threads: 1).Vectors.Values.ToArray(), embedded.Vectors.Values.ToArray());
    }

    [Fact]
    public void Half_precision_goes_in_and_out()
    {
        Half[] weights = [.. _weights.Select(weight => (Half)weight)];
        Write(
            new OnnxFile()
                .Input("pixel_values", OnnxFile.HalfType, 0, 3, Edge, Edge)
                .Output("image_embeds", OnnxFile.HalfType, 0, Columns)
                .Constant<Half>("w", OnnxFile.HalfType, weights, Pixels, Columns)
                .Node("Flatten", ["pixel_values"], "flat")
                .Node("MatMul", ["flat", "w"], "image_embeds")
        );
        MemoryImages images = new(3, Edge);
        EmbeddedImages embedded = Embed(images);
        for (int i = 0; i < 3; i++)
            AssertNear(Expected(images.Rgba(i)), embedded.Vectors.Row(i).ToArray(), 5e-3);
    }

    [Fact]
    public void Of_tokens_the_first_is_taken()
    {
        // Three tokens, one for each colour: the first is the plane of red.
        Write(
            new OnnxFile()
                .Input("pixel_values", OnnxFile.SingleType, 0, 3, 0, 0)
                .Output("last_hidden_state", OnnxFile.SingleType, 0, 0, 0)
                .Constant<long>("shape", OnnxFile.LongType, [0, 3, -1], 3)
                .Node("Reshape", ["pixel_values", "shape"], "last_hidden_state")
        );
        MemoryImages images = new(2, Edge);
        EmbeddedImages embedded = Embed(images);
        for (int i = 0; i < 2; i++)
            AssertNear(Unit(Planes(images.Rgba(i))[..(Edge * Edge)]), embedded.Vectors.Row(i).ToArray(), 1e-5);
    }

    // Four tokens of 6 x 6 pixels are the patches of 3 x 3; five are those behind a class token.
    [Theory]
    [InlineData(4, "", 0, 0)]
    [InlineData(4, """{ "global_pool": "token" }""", 0, 0)]
    [InlineData(4, """{ "global_pool": "avg" }""", 0, 4)]
    [InlineData(4, """{ "use_mean_pooling": true, "patch_size": 3 }""", 0, 4)]
    [InlineData(5, """{ "global_pool": "avg" }""", 1, 4)]
    [InlineData(5, "", 0, 1)]
    public void Patches_without_a_class_token_are_refused_or_their_mean_is_taken(int tokens, string config, int first, int count)
    {
        if (config.Length > 0)
            File.WriteAllText(Path.Combine(_folder, "config.json"), config);
        float[] weights = [.. Enumerable.Range(0, Pixels * tokens * Columns).Select(i => MathF.Cos(i * 0.3f))];
        Write(
            new OnnxFile()
                .Input("pixel_values", OnnxFile.SingleType, 0, 3, Edge, Edge)
                .Output("last_hidden_state", OnnxFile.SingleType, 0, tokens, Columns)
                .Constant<float>("w", OnnxFile.SingleType, weights, Pixels, tokens * Columns)
                .Constant<long>("shape", OnnxFile.LongType, [-1, tokens, Columns], 3)
                .Node("Flatten", ["pixel_values"], "flat")
                .Node("MatMul", ["flat", "w"], "wide")
                .Node("Reshape", ["wide", "shape"], "last_hidden_state")
        );
        if (count == 0)
        {
            Refused("gives 4 patches of an image and no class token");
            return;
        }

        MemoryImages images = new(3, Edge);
        EmbeddedImages embedded = Embed(images);
        for (int i = 0; i < images.Count; i++)
        {
            double[] planes = Planes(images.Rgba(i)),
                row = new double[Columns];
            for (int pixel = 0; pixel < Pixels; pixel++)
            {
                for (int at = first * Columns; at < (first + count) * Columns; at++)
                    row[at % Columns] += planes[pixel] * weights[(pixel * tokens * Columns) + at];
            }

            AssertNear(Unit(row), embedded.Vectors.Row(i).ToArray(), 1e-5);
        }
    }

    [Fact]
    public void A_model_that_also_takes_text_gets_none()
    {
        Write(
            Linear("pixel_values", "image_embeds", 0)
                .Input("input_ids", OnnxFile.LongType, 0, 0)
                .Input("attention_mask", OnnxFile.LongType, 0, 77)
                .Output("text_embeds", OnnxFile.LongType, 0, 0)
                .Node("Identity", ["input_ids"], "text_embeds")
                .Output("same_mask", OnnxFile.LongType, 0, 77)
                .Node("Identity", ["attention_mask"], "same_mask")
        );
        MemoryImages images = new(3, Edge);
        AssertNear(Expected(images.Rgba(2)), Embed(images).Vectors.Row(2).ToArray(), 1e-5);
    }

    [Fact]
    public void A_picture_that_cannot_be_read_costs_no_other_its_row()
    {
        Write(Linear("pixel_values", "image_embeds", 0));
        MemoryImages images = new(9, Edge, damaged: [0, 4]);
        EmbeddedImages embedded = Embed(images);
        Assert.Equal([0, 4], Enumerable.Range(0, 9).Where(i => embedded.Reasons[i] is not null));
        Assert.Equal("ends early", embedded.Reasons[4]);
        Assert.Equal([1, 2, 3, 5, 6, 7, 8], embedded.Kept);
        for (int i = 0; i < embedded.Kept.Count; i++)
            AssertNear(Expected(images.Rgba(embedded.Kept[i])), embedded.Vectors.Row(i).ToArray(), 1e-5);
    }

    [Fact]
    public void What_the_cache_has_is_not_decoded_again()
    {
        Write(Linear("pixel_values", "image_embeds", 0));
        MemoryCache cache = new();
        Embed(new MemoryImages(20, Edge), cache);
        MemoryImages more = new(90, Edge, damaged: [89]);
        EmbeddedImages embedded = Embed(more, cache);
        Assert.Equal((70, 69), (more.Decoded, embedded.Computed));
        AssertNear(
            Embed(new MemoryImages(90, Edge, damaged: [89])).Vectors.Values.ToArray().Select(value => (double)value),
            embedded.Vectors.Values.ToArray(),
            1e-6
        );
    }

    /// <summary>A window shows the first ones: none is decoded for that alone.</summary>
    [Fact]
    public void Images_are_reported_as_they_are_decoded_and_not_where_the_cache_has_their_vectors()
    {
        Write(Linear("pixel_values", "image_embeds", 0));
        MemoryCache cache = new();
        DecodedOnly progress = new();
        MemoryImages first = new(20, Edge, damaged: [3]);
        Embed(first, cache, progress: progress);
        Assert.Equal((20, 19), (first.Decoded, progress.Images.Count));
        MemoryImages again = new(30, Edge, damaged: [3]);
        Embed(again, cache, progress: progress);
        Assert.Equal((11, 29), (again.Decoded, progress.Images.Count));
    }

    [Fact]
    public void A_stopped_run_goes_on_where_it_stopped()
    {
        Write(Linear("pixel_values", "image_embeds", 1));
        MemoryCache cache = new();
        using CancellationTokenSource source = new();
        StopAfter stop = new(source, 0.5);
        Assert.ThrowsAny<OperationCanceledException>(() => Embed(new MemoryImages(40, Edge), cache, 1, stop, source.Token));
        MemoryImages rest = new(40, Edge);
        Assert.Equal(20, Embed(rest, cache).Computed);
        Assert.Equal(20, rest.Decoded);
    }

    [Fact]
    public void Vectors_without_direction_are_named()
    {
        _weights.AsSpan().Fill(float.NaN);
        Write(Linear("pixel_values", "image_embeds", 0));
        Assert.All(Embed(new MemoryImages(3, Edge)).Reasons, reason => Assert.Contains("no direction", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_fails_in_the_middle_ends_with_one_error_and_what_was_computed_is_kept()
    {
        Write(Linear("pixel_values", "image_embeds", 0));
        int batch;
        using (OnnxImageEmbedder sound = OnnxImageEmbedder.Open(ModelFolder.Open(_folder), OnnxDevice.Host))
            batch = sound.Batch;

        // A sum with as many rows as a full batch; the last runs have fewer images.
        Write(
            Linear("pixel_values", "linear", 0)
                .Output("image_embeds", OnnxFile.SingleType, 0, Columns)
                .Constant<float>("rows", OnnxFile.SingleType, new float[batch * Columns], batch, Columns)
                .Node("Add", ["linear", "rows"], "image_embeds")
        );
        MemoryCache cache = new();
        // The threads of the work are joined, so it may be wrapped.
        Exception thrown = Assert.ThrowsAny<Exception>(() => Embed(new MemoryImages(4 * batch, Edge), cache, 1));
        UnusableInputException fault = Assert.IsType<UnusableInputException>((thrown as AggregateException)?.InnerException ?? thrown);
        Assert.Contains($"does not run on images of [{batch / 2},3,{Edge},{Edge}]", fault.Message, StringComparison.Ordinal);
        Assert.True(cache.Count >= batch, "what was computed before is lost");
    }

    [Fact]
    public void Files_that_are_no_image_models_are_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "model.onnx"), [8, 8, 1, 2, 3]);
        Refused("no model that ONNX Runtime can run");
        File.WriteAllBytes(Path.Combine(_folder, "model.onnx"), []);
        Refused("no model that ONNX Runtime can run");
        Write(new OnnxFile().Input("ids", OnnxFile.LongType, 0, 77).Output("y", OnnxFile.LongType, 0, 77).Node("Identity", ["ids"], "y"));
        Refused("takes no images (ids Int64 [-1,77])");
        Write(
            new OnnxFile()
                .Input("x", OnnxFile.SingleType, 0, Edge, Edge, 3)
                .Output("y", OnnxFile.SingleType, 0, Edge, Edge, 3)
                .Node("Identity", ["x"], "y")
        );
        Refused("channels first");
        Write(
            new OnnxFile()
                .Input("x", OnnxFile.SingleType, 0, 3, Edge, Edge)
                .Output("y", OnnxFile.SingleType, 0, 3, Edge, Edge)
                .Node("Identity", ["x"], "y")
        );
        Refused("gives no vector");
        Write(
            new OnnxFile()
                .Input("x", OnnxFile.SingleType, 0, 3, 224, 224)
                .Output("y", OnnxFile.SingleType, 0, 5)
                .Node("Flatten", ["x"], "y")
        );
        Refused("takes images of 224 x 224 pixels, and the preprocessing file makes 6 x 6");
        File.Delete(Path.Combine(_folder, "preprocessor_config.json"));
        Refused("preprocessor_config.json");
    }

    [Theory]
    [InlineData("batch", "height", "width", "channels")]
    [InlineData("b", "h", "w", "c")]
    [InlineData("N", "H", "W", "num_channels")]
    public void A_model_whose_axes_are_named_channels_last_is_refused(params string[] axes)
    {
        Write(
            new OnnxFile()
                .FreeInput("x", OnnxFile.SingleType, axes)
                .Output("y", OnnxFile.SingleType, 0, 3 * Edge * Edge)
                .Node("Flatten", ["x"], "y")
        );
        Refused($"x is [{string.Join(',', axes)}]; only [batch,3,height,width] is known: export the model with the channels first");
    }

    [Fact]
    public void A_model_with_three_values_along_its_last_axis_is_refused()
    {
        Write(
            new OnnxFile()
                .Input("x", OnnxFile.SingleType, 0, 0, 0, 3)
                .Output("y", OnnxFile.SingleType, 0, 3 * Edge * Edge)
                .Node("Flatten", ["x"], "y")
        );
        Refused("export the model with the channels first");
    }

    [Fact]
    public void A_model_whose_axes_are_named_channels_first_runs()
    {
        Write(
            new OnnxFile()
                .FreeInput("x", OnnxFile.SingleType, "batch", "channels", "height", "width")
                .Output("y", OnnxFile.SingleType, 0, 3 * Edge * Edge)
                .Node("Flatten", ["x"], "y")
        );
        Assert.Equal(2, Embed(new MemoryImages(2, Edge)).Vectors.Rows);
    }

    [Fact]
    public void Only_a_program_built_with_the_provider_takes_cuda()
    {
        Write(Linear("pixel_values", "image_embeds", 0));
        Assert.SkipWhen(OnnxDevice.OffersCuda, "this ONNX Runtime holds the CUDA provider");
        Assert.Equal(
            [Remedy.ComputeOnHost],
            Assert.Throws<UnusableInputException>(() => OnnxImageEmbedder.Open(ModelFolder.Open(_folder), new OnnxDevice(0))).Remedies
        );
    }

    private void Refused(string message) =>
        Assert.Contains(
            message,
            Assert.Throws<UnusableInputException>(() => OnnxImageEmbedder.Open(ModelFolder.Open(_folder), OnnxDevice.Host)).Message,
            StringComparison.Ordinal
        );

    private void Write(OnnxFile model) => File.WriteAllBytes(Path.Combine(_folder, "model.onnx"), model.ToBytes());

    private OnnxFile Linear(string input, string output, int batch) =>
        new OnnxFile()
            .Input(input, OnnxFile.SingleType, batch, 3, Edge, Edge)
            .Output(output, OnnxFile.SingleType, batch, Columns)
            .Constant<float>("w", OnnxFile.SingleType, _weights, Pixels, Columns)
            .Node("Flatten", [input], "flat")
            .Node("MatMul", ["flat", "w"], output);

    private EmbeddedImages Embed(
        MemoryImages images,
        MemoryCache? cache = null,
        int threads = 2,
        IStageProgress? progress = null,
        CancellationToken cancellation = default
    )
    {
        using OnnxImageEmbedder embedder = OnnxImageEmbedder.Open(ModelFolder.Open(_folder), OnnxDevice.Host);
        return embedder.Embed(images, cache, threads, progress ?? NoProgress.Instance, cancellation);
    }

    // The model by hand, in double: the picture has the model's size, so that nothing is resized.
    private double[] Expected(byte[] rgba)
    {
        double[] planes = Planes(rgba),
            row = new double[Columns];
        for (int i = 0; i < Pixels; i++)
        {
            for (int column = 0; column < Columns; column++)
                row[column] += planes[i] * _weights[(i * Columns) + column];
        }

        return Unit(row);
    }

    private static double[] Planes(byte[] rgba)
    {
        double[] mean = [0.5, 0.4, 0.3],
            deviation = [0.25, 0.5, 0.75];
        return
        [
            .. from channel in Enumerable.Range(0, 3)
            from pixel in Enumerable.Range(0, Edge * Edge)
            select ((rgba[(pixel * 4) + channel] / 255.0) - mean[channel]) / deviation[channel],
        ];
    }

    private static double[] Unit(double[] row)
    {
        double length = Math.Sqrt(row.Sum(value => value * value));
        return [.. row.Select(value => value / length)];
    }

    private static void AssertNear(IEnumerable<double> expected, float[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));

    private sealed class StopAfter(CancellationTokenSource source, double fraction) : IStageProgress
    {
        public void Begin(string stage, string shape) { }

        public void Report(double done)
        {
            if (done >= fraction)
                source.Cancel();
        }

        public void Warn(string message) { }
    }
}
