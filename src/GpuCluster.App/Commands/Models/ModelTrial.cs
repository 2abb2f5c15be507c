using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Text;

namespace GpuCluster.App.Commands.Models;

/// <summary>A model that was tried: its files, whether it loads, and whether it gives vectors of bundled pictures.</summary>
/// <param name="Path">The folder or file.</param>
/// <param name="Check">Its files.</param>
internal sealed record ModelTrial(string Path, ModelCheck Check)
{
    private const int Pictures = 3;
    private const double Tolerance = 1e-3;

    /// <summary>d, the number of features; null where images cannot be embedded.</summary>
    public int? Columns { get; init; }

    /// <summary>Why images cannot be embedded, or null.</summary>
    public string? ImageFault { get; init; }

    /// <summary>Why texts cannot be embedded, or null.</summary>
    public string? TextFault { get; init; }

    /// <summary>The name that --model takes.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    /// <summary>Whether images can be embedded.</summary>
    public bool IsUsable => Columns is not null;

    /// <summary>What was found, for people.</summary>
    public string Verdict =>
        IsUsable
            ? $"{Columns} values; finite unit vectors of {Pictures} bundled pictures; texts: {TextFault ?? "yes"}"
            : $"images cannot be embedded: {ImageFault}; texts: {TextFault ?? "yes"}";

    /// <summary>Tries a model on the processor.</summary>
    /// <exception cref="UnusableInputException">There is no such folder or file.</exception>
    public static ModelTrial Run(string path, RunContext context)
    {
        context.Progress.Begin("model", path);
        ModelTrial trial = new(path, ModelCheck.Of(path));
        if (trial.Check.HasImages)
            trial = trial.WithImages(context);
        else
            trial = trial with { ImageFault = trial.Missing(ModelNeed.Images) };
        return trial.Check.HasTexts ? trial.WithTexts() : trial with { TextFault = trial.Missing(ModelNeed.Texts) };
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["name"] = Name,
            ["path"] = Path,
            ["layout"] = Check.Layout,
            ["usable"] = IsUsable,
            ["dim"] = Columns,
            ["texts"] = TextFault is null,
            ["imageFault"] = ImageFault,
            ["textFault"] = TextFault,
            ["files"] = new JsonArray([
                .. Check.Files.Select(file => new JsonObject
                {
                    ["name"] = file.Name,
                    ["purpose"] = file.Purpose,
                    ["neededFor"] = file.Need.ToString().ToLowerInvariant(),
                    ["path"] = file.Path,
                    ["whole"] = file.IsWhole,
                    ["fault"] = file.Fault,
                }),
            ]),
        };

    private string Missing(ModelNeed need) =>
        Check.Files.Any(file => file.Need == need)
            ? string.Join(
                "; ",
                Check.Files.Where(file => file.Need == need && !file.IsWhole).Select(file => $"{file.Name} {file.Fault ?? "is missing"}")
            )
            : "not part of this layout";

    private ModelTrial WithImages(RunContext context)
    {
        try
        {
            using OnnxImageEmbedder embedder = OnnxImageEmbedder.Open(ModelFolder.Open(Path), OnnxDevice.Host);
            Dataset digits = DatasetReader.Read(BundledAssets.Digits(), new DatasetOptions { Limit = Pictures }, context.Cancellation);
            IImageSource images = digits.OpenImages()!;
            EmbeddedImages embedded = embedder.Embed(images, null, 1, context.Progress, context.Cancellation);
            string? fault = embedded.Reasons.FirstOrDefault(reason => reason is not null);
            if (fault is null && !Enumerable.Range(0, Pictures).All(row => IsUnit(embedded.Vectors.Row(row))))
                fault = "its vectors are not of length 1";
            return fault is null ? this with { Columns = embedder.Columns } : this with { ImageFault = fault };
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException)
        {
            return this with { ImageFault = e.Message };
        }
    }

    private ModelTrial WithTexts()
    {
        try
        {
            using ClipTextEmbedder texts = ClipTextEmbedder.Open(Path);
            EmbeddingMatrix found = texts.Embed(["a photo"], CancellationToken.None);
            return IsUnit(found.Row(0)) ? this : this with { TextFault = "the vector of a text is not of length 1" };
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException)
        {
            return this with { TextFault = e.Message };
        }
    }

    private static bool IsUnit(ReadOnlySpan<float> row)
    {
        double squares = 0;
        foreach (float value in row)
            squares += (double)value * value;
        return Math.Abs(Math.Sqrt(squares) - 1) < Tolerance;
    }
}
