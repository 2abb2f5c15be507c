using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>How the samples of a layout are compared.</summary>
/// <param name="Create">
/// Creates the cosines on the run's device. Called once, on the thread that uses them. The argument is called with warnings. The caller
/// owns the result.
/// </param>
/// <param name="Threads">Threads of the host, 1 or more.</param>
/// <param name="Seed">Seed of clusters.</param>
/// <param name="OpenTexts">
/// Opens the text encoder of the model. Called once, on the thread that uses it; the argument as above. Throws an
/// <see cref="Core.Errors.UnusableInputException"/> with the reason where there is none. The caller owns the result.
/// </param>
public sealed record SimilaritySource(
    Func<Action<string>, ICosineSimilarity> Create,
    int Threads,
    ulong Seed,
    Func<Action<string>, ITextEmbedder> OpenTexts
)
{
    /// <summary>
    /// The classes that clusters are named by, in place of the samples' labels: words that the model assigns. Called on the thread that
    /// needs them; the first argument as above. Throws as <see cref="OpenTexts"/> does. Null where no words are given.
    /// </summary>
    public Func<Action<string>, CancellationToken, SampleLabels>? Words { get; init; }

    /// <summary>Compares the samples of an embedding on a device.</summary>
    /// <param name="data">The name of the data, for messages.</param>
    /// <param name="embedding">n x d values.</param>
    /// <param name="settings">The model that made them, if one did, and the threads of the host.</param>
    /// <param name="seed">Seed of clusters.</param>
    /// <param name="backends">The device.</param>
    public static SimilaritySource Of(
        string data,
        EmbeddingMatrix embedding,
        EmbeddingSettings settings,
        ulong seed,
        IComputeBackends backends
    ) =>
        new(warn => backends.CreateCosine(embedding, warn), settings.Threads, seed, warn => TextSide.Open(settings.Model, warn))
        {
            Words = settings.Words is { } words
                ? (warn, cancellation) =>
                {
                    using TextLabels texts = new(settings, warn);
                    return words.Assign(data, embedding, texts, settings.Threads, cancellation);
                }
                : null,
        };
}
