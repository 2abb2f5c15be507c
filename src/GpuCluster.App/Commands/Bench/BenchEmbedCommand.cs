using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Commands.Models;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
using GpuCluster.Embedding.Benchmarks;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Bench;

/// <summary>
/// `bench embed [DATA] [--model M]`: what leads from pictures to vectors. Without a model, resizing and pixels on made-up pictures; with
/// one, ways to run it on tensors that are ready; on data besides, from the folder to the file, images a second beside ONNX Runtime alone
/// in the same run. The cache is left aside.
/// </summary>
internal static class BenchEmbedCommand
{
    /// <summary>The largest batch of <see cref="ModelKernels"/>: with fewer images it would not be one.</summary>
    private const int MinImages = 32;

    private static readonly Argument<string?> Data = new("DATA")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Images to embed by the model; without them made-up ones are taken.",
    };
    private static readonly BenchSizes Sizes = new([16, 64], [64, 224]);

    public static Command Create()
    {
        Command command = new(
            "embed",
            """
            Compares kernels on the way from pictures to vectors; with a model, ways to run it, and with images too, the whole way from
            the folder to the file of vectors, beside ONNX Runtime alone on tensors that are ready.

            Examples:
              gpucluster bench embed -o out/embed.html
              gpucluster bench embed --model clip-vit-b32 --n 32,128
              gpucluster bench embed photos --model clip-vit-b32 --json
            """
        )
        {
            Data,
            CommonOptions.Limit,
            ModelOption.Model,
        };
        BenchmarkOptions.AddTo(command);
        command.Add(CommonOptions.Threads);
        command.Add(CommonOptions.Seed);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        string? data = result.GetValue(Data);
        ModelFolder? model = ModelOption.Find(result.GetValue(ModelOption.Model)!);
        if (model is null)
        {
            if (data is not null)
                throw new UnusableInputException("--model pixels: no model to measure; give a folder with an ONNX model");

            BenchmarkOptions.Run(result, context, "embed", Sizes);
            return;
        }

        BenchmarkOptions.RefuseSizes(result, data is not null);
        int threads = CommonOptions.ThreadsOf(result);
        if (data is not null)
        {
            RunOnData(result, context, model, data, threads);
            return;
        }

        int[] wanted = BenchmarkOptions.ReadN(result) ?? [MinImages];
        BenchmarkOptions.Write(
            result,
            context,
            BenchmarkOptions.Measure(
                result,
                context,
                "embed",
                draws: false,
                device => KernelsOf(device, model, threads) is not { } kernels ? [] : [.. Trials(kernels, wanted)]
            )
        );
    }

    private static void RunOnData(ParseResult result, RunContext context, ModelFolder model, string data, int threads)
    {
        DatasetOptions options = new() { Limit = CommonOptions.LimitOf(result) };
        Dataset dataset = DatasetStage.Load(data, options, context.Progress, context.Cancellation);
        IImageSource pictures =
            dataset.OpenImages() ?? throw new UnusableInputException($"{dataset.Name}: {dataset.Shape} are vectors already; give images");

        // The first pass brings the files into the system's cache, and finds those that cannot be read before anything is timed.
        context.Progress.Begin("prepare", $"{pictures.Count} images on one thread");
        PreparationTime.Measure(model, pictures, context.Cancellation);
        double preparation = PreparationTime.Measure(model, pictures, context.Cancellation);
        long start = Stopwatch.GetTimestamp();
        _ = DatasetReader.Read(data, options, context.Cancellation);
        double opening = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int columns = 0;
        BenchmarkResult measured = BenchmarkOptions.Measure(
            result,
            context,
            "embed",
            draws: false,
            device =>
            {
                if (KernelsOf(device, model, threads) is not { } kernels)
                    return [];

                // A model alone takes as long for each image, so that a quarter of them says as much.
                KernelTrial[] alone = [.. Trials(kernels, [Math.Max(MinImages, pictures.Count / 4)])];
                columns = alone[0].Size.D;
                return [.. alone, new KernelTrial(kernels.OnFiles(pictures), new KernelSize(pictures.Count, alone[0].Size.D))];
            }
        );

        string first = measured.Devices[0].Selector;
        double writing = SecondsToWrite(dataset, model, columns, context.Cancellation);
        double files = measured.Rows.Single(row => row.Device == first && row.Kernel == ModelKernels.Files).SamplesPerSecond,
            ours = pictures.Count / ((pictures.Count / files) + opening + writing);
        double runtime = measured
            .Rows.Where(row =>
                row.Device == first
                && row.Kernel == ModelKernels.Tensors
                && row.Variant.StartsWith(ModelKernels.AllThreads, StringComparison.Ordinal)
            )
            .Max(row => row.SamplesPerSecond);
        BenchmarkOptions.Write(
            result,
            context,
            measured,
            new JsonObject
            {
                ["n"] = pictures.Count,
                ["model"] = model.Name,
                ["imagesPerSecond"] = JsonLine.Number(ours, 2),
                ["runtimeAlone"] = JsonLine.Number(runtime, 2),
                ["ratio"] = JsonLine.Number(ours / runtime, 4),
                ["prepareMs"] = JsonLine.Number(preparation, 3),
                ["openSeconds"] = JsonLine.Number(opening, 4),
                ["writeSeconds"] = JsonLine.Number(writing, 4),
            }
        );
        if (!context.Json)
        {
            context.Out.WriteLine(
                $"{pictures.Count} files to a file of vectors, opened in {opening:0.00} s, written in {writing:0.00} s: "
                    + $"{ours:0.00} images/s; ONNX Runtime alone {runtime:0.00}: ratio {ours / runtime:0.000}; "
                    + $"decode and resize {preparation:0.00} ms an image on one thread"
            );
        }
    }

    // What the vectors are takes no time; only their number and size do.
    private static double SecondsToWrite(Dataset dataset, ModelFolder model, int columns, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gpucluster-bench-");
        try
        {
            SampleVectors vectors = new(dataset, new EmbeddingBuffer(dataset.Count, columns).Take());
            long start = Stopwatch.GetTimestamp();
            EmbeddedFile.Write(Path.Combine(folder.FullName, "vectors.npy"), dataset, vectors, model.Name, cancellation);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<KernelTrial> Trials(ModelKernels kernels, int[] n)
    {
        int columns = kernels.MeasureColumns();
        return n.SelectMany(_ => kernels.OnTensors(), (images, variant) => new KernelTrial(variant, new KernelSize(images, columns)));
    }

    /// <summary>The kernels of a device, or null where no model runs there.</summary>
    private static ModelKernels? KernelsOf(BenchmarkDevice device, ModelFolder model, int threads)
    {
        DeviceRequest request = DeviceRequest.Parse("--devices", device.Selector);
        return device.Selector == "host" ? new ModelKernels(model, OnnxDevice.Host, threads)
            : device.Selector.StartsWith("cuda", StringComparison.Ordinal) && OnnxDevice.OffersCuda
                ? new ModelKernels(model, new OnnxDevice(request.Index ?? 0), threads)
            : null;
    }
}
