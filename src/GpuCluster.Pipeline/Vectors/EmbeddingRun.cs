using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Embeddings;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>Images through a model. Vectors that an earlier run made are taken from the user's cache, by content and model.</summary>
public static class EmbeddingRun
{
    /// <summary>Embeds the pictures of a data set.</summary>
    /// <param name="dataset">n samples with pictures.</param>
    /// <param name="folder">The model.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="progress">Receives the stage and warnings.</param>
    /// <param name="cancellation">Stops the work; vectors made so far stay in the cache.</param>
    /// <returns>
    /// The vectors of the pictures that could be embedded, of length 1, a reason for each of the others, and the device, for example
    /// "host".
    /// </returns>
    /// <exception cref="UnusableInputException">The data has no pictures, or the model cannot be used.</exception>
    /// <exception cref="MachineFaultException">A device that was asked for cannot run the model.</exception>
    public static (EmbeddedImages Embedded, string Device) Embed(
        Dataset dataset,
        ModelFolder folder,
        EmbeddingSettings settings,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        IImageSource pictures = dataset.OpenImages() ?? throw NoPictures(dataset);
        EmbeddingDevice chosen = settings.ChooseDevice(progress);

        // Weights are hundreds of megabytes: they are hashed while the model is loaded.
        Task<string> hash = Task.Run(() => ModelHash.Of(folder, chosen.Device), cancellation);
        using OnnxImageEmbedder embedder = Open(folder, chosen, progress);
        string shape = $"{pictures.Count} images to ({pictures.Count}, {embedder.Columns})";
        progress.Begin(StageNames.Embed, $"{shape} by {folder.Name} on {embedder.Device}");
        string hashed = embedder.Device == chosen.Device ? hash.GetAwaiter().GetResult() : ModelHash.Of(folder, embedder.Device);
        using EmbeddingJournal? journal = EmbeddingJournal.Open(hashed, embedder.Columns, progress.Warn);
        EmbeddedImages embedded = embedder.Embed(pictures, journal, settings.Threads, progress, cancellation);
        if (embedded.Vectors.Rows > 0)
            WarnOfDomain(dataset.Name, folder, embedded.Vectors, progress);
        return (embedded, embedder.Device.ToString());
    }

    /// <summary>Warns if the images are unlike those that a model was made for: its vectors then say nothing.</summary>
    /// <param name="data">The name of the data.</param>
    /// <param name="folder">The model that made the vectors.</param>
    /// <param name="vectors">n x d values of length 1.</param>
    /// <param name="progress">Receives the warning.</param>
    /// <exception cref="UnusableInputException">The model's description of its domain is damaged.</exception>
    public static void WarnOfDomain(string data, ModelFolder folder, EmbeddingMatrix vectors, IStageProgress progress)
    {
        if (ModelDomain.TryRead(folder.Path)?.WarningOf(data, folder.Name, vectors) is { } warning)
            progress.Warn(warning);
    }

    private static UnusableInputException NoPictures(Dataset dataset) =>
        new($"{dataset.Name}: {dataset.Shape} are vectors and no images, so a model has nothing to look at; leave the model out")
        {
            Remedies = [new Remedy(Setting.Model)],
        };

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
