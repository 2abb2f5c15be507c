using GpuCluster.Core.Similarity;

namespace GpuCluster.App.Pipeline;

/// <summary>How the samples of a layout are compared.</summary>
/// <param name="Create">Makes the cosines of the run's device; called once, on the thread that uses them. The first argument hears what people should know.</param>
/// <param name="Threads">Threads of the host.</param>
/// <param name="Seed">Of clusters.</param>
internal sealed record SimilaritySource(Func<Action<string>, ICosineSimilarity> Create, int Threads, ulong Seed);
