using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Embeddings;
using GpuCluster.Data.Files;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Models;

/// <summary>The file that `embed` writes.</summary>
internal static class EmbeddedFile
{
    /// <summary>Writes vectors with the names and labels of their data. Every row is written, so that rows of the file are rows of the
    /// data.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dataset">n rows, with or without a vector.</param>
    /// <param name="found">The vectors.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public static void Write(string path, Dataset dataset, SampleVectors found, string model, CancellationToken cancellation)
    {
        IImageSource pictures = dataset.OpenImages()!;
        // Images within a larger file have names and no paths. Paths are relative to the folder of the vectors, as readers expect.
        string[] names = [.. Enumerable.Range(0, dataset.Count).Select(pictures.NameOf)];
        if (dataset is ImageFileDataset { Names: null })
            names = BesideFiles.Relative(path, names);
        EmbeddingRecord record = new(found.Vectors, names, dataset.Labels, model)
        {
            Rows = found.Dataset.Rows,
            Heading = SampleHeading.Of(dataset),
        };
        EmbeddingWriter.Write(path, record, cancellation);
    }
}
