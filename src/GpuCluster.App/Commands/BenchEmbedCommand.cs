using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.App.Pipeline;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;

namespace GpuCluster.App.Commands;

/// <summary>`bench embed DATA --model M`: images a second from files to vectors, against ONNX Runtime alone on ready tensors in the same run. The cache is left aside.</summary>
internal static class BenchEmbedCommand
{
    /// <summary>Batches that ONNX Runtime alone is tried with; the faster one counts.</summary>
    private static readonly int[] Batches = [8, 32];

    public static Command Create()
    {
        Command command = new("embed", """
            Times files to vectors on the processor, and ONNX Runtime alone on tensors that are ready.

            Example:
              gpucluster bench embed photos --model clip-vit-b32 --json
            """)
        {
            CommonOptions.Data, CommonOptions.Limit, ModelOption.Model, CommonOptions.Device, CommonOptions.Threads,
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        EmbeddingSettings settings = ModelOption.Read(result);
        ModelFolder model = settings.Model ?? throw new UnusableInputException("--model pixels: no model to measure; give a folder with an ONNX model");
        Dataset dataset = DatasetStage.Load(result.GetValue(CommonOptions.Data)!, new DatasetOptions { Limit = CommonOptions.LimitOf(result) }, context.Progress, context.Cancellation);
        IPictures pictures = dataset.OpenPictures() ?? throw new UnusableInputException($"{dataset.Name}: {dataset.Shape} are vectors already; give images");
        RuntimeAlone.PreparationMs(model, pictures, context.Cancellation);
        double preparation = RuntimeAlone.PreparationMs(model, pictures, context.Cancellation);
        double before = Alone(model, pictures.Count, context), ours;
        using (OnnxImageEmbedder embedder = OnnxImageEmbedder.Open(model, OnnxDevice.Host))
        {
            context.Progress.Begin(StageNames.Embed, $"{pictures.Count} images to ({pictures.Count}, {embedder.Columns})");
            ours = pictures.Count / embedder.Embed(pictures, cache: null, settings.Threads, context.Progress, context.Cancellation).Seconds;
        }

        // Once before and once after, so that a machine that grows slower or faster favours neither.
        double alone = Math.Max(before, Alone(model, pictures.Count, context));
        context.Progress.Finish();
        if (!context.Json)
        {
            context.Out.WriteLine($"{pictures.Count} files to vectors: {ours:0.00} images/s; ONNX Runtime alone {alone:0.00}: ratio {ours / alone:0.000}; decode and resize {preparation:0.00} ms an image on one thread");
            return;
        }

        JsonLine.Write(context.Out, new JsonObject
        {
            ["n"] = pictures.Count,
            ["model"] = settings.ModelName,
            ["imagesPerSecond"] = JsonLine.Number(ours, 2),
            ["runtimeAlone"] = JsonLine.Number(alone, 2),
            ["ratio"] = JsonLine.Number(ours / alone, 4),
            ["prepareMs"] = JsonLine.Number(preparation, 3),
        });
    }

    private static double Alone(ModelFolder model, int images, RunContext context) => Batches.Max(batch => RuntimeAlone.ImagesPerSecond(model, batch, Math.Max(batch, images / 4), context.Cancellation));
}
