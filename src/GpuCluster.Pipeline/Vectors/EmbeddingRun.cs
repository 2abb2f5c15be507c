using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Embeddings;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>Images through a model: the device is chosen, the model loaded, and what an earlier run embedded is taken from the user's cache.</summary>
public static class EmbeddingRun
{
    /// <summary>Embeds the pictures of a data set.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="folder">The model.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="progress">The stage begins here.</param>
    /// <param name="cancellation">Stops; what is done by then is kept.</param>
    /// <returns>The vectors and the device that made them, as --device names it.</returns>
    /// <exception cref="UnusableInputException">The data has no pictures, or the model cannot be used.</exception>
    public static (EmbeddedPictures Embedded, string Device) Embed(Dataset dataset, ModelFolder folder, EmbeddingSettings settings, IStageProgress progress, CancellationToken cancellation)
    {
        IPictures pictures = dataset.OpenPictures()
            ?? throw new UnusableInputException($"{dataset.Name}: {dataset.Shape} are vectors and no images, so a model has nothing to look at; leave the model out") { Remedies = [new Remedy(Setting.Model)] };
        using OnnxImageEmbedder embedder = Open(folder, settings.ChooseDevice(progress), progress);
        progress.Begin(StageNames.Embed, $"{pictures.Count} images to ({pictures.Count}, {embedder.Columns}) by {folder.Name} on {embedder.Device}");
        using EmbeddingJournal? journal = EmbeddingJournal.Open(ModelHash.Of(folder, embedder.Device), embedder.Columns, progress.Warn);
        return (embedder.Embed(pictures, journal, settings.Threads, progress, cancellation), embedder.Device.ToString());
    }

    /// <summary>The vectors alone, one for each sample.</summary>
    /// <inheritdoc cref="Embed"/>
    public static EmbeddingMatrix Vectors(Dataset dataset, ModelFolder folder, EmbeddingSettings settings, IStageProgress progress, CancellationToken cancellation)
    {
        EmbeddedPictures embedded = Embed(dataset, folder, settings, progress, cancellation).Embedded;
        int[] failed = [.. Enumerable.Range(0, embedded.Reasons.Count).Where(i => embedded.Reasons[i] is not null)];
        if (failed.Length == embedded.Reasons.Count) throw new UnusableInputException($"{dataset.Name}: the model could embed none of its images ({embedded.Reasons[0]}); check model and images");
        if (failed.Length > 0) progress.Warn($"{dataset.Name}: {failed.Length} images could not be embedded and have no direction, the first is row {failed[0]} ({embedded.Reasons[failed[0]]})");
        return embedded.Vectors;
    }

    // Falls back to the processor where the model cannot run on a GPU that was not asked for by name.
    private static OnnxImageEmbedder Open(ModelFolder folder, EmbeddingDevice chosen, IStageProgress progress)
    {
        try
        {
            return OnnxImageEmbedder.Open(folder, chosen.Device);
        }
        catch (MachineFaultException fault) when (!chosen.IsRequired && chosen.Device != OnnxDevice.Host)
        {
            progress.Warn($"the model runs on the processor: {fault.Message}", fault.Remedies);
            return OnnxImageEmbedder.Open(folder, OnnxDevice.Host);
        }
    }
}
