using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

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
);
