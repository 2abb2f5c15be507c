using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>How the samples of a layout are compared.</summary>
/// <param name="Create">Makes the cosines of the run's device; called once, on the thread that uses them. The first argument hears what people should know.</param>
/// <param name="Threads">Threads of the host.</param>
/// <param name="Seed">Of clusters.</param>
/// <param name="OpenTexts">Makes what compares texts with the samples; called once, on the thread that uses it. It says by an <see cref="Core.Errors.UnusableInputException"/> why there is none; the argument as above.</param>
public sealed record SimilaritySource(Func<Action<string>, ICosineSimilarity> Create, int Threads, ulong Seed, Func<Action<string>, ITextEmbedder> OpenTexts);
