using GpuCluster.Compute.Host.Components;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>Vectors reduced to their first principal components before neighbours are searched: faster, and without the noise of many features.</summary>
public static class ComponentsStage
{
    private static Remedy[] Hint => [new(Setting.Components)];

    /// <summary>Reduces.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="count">Components asked for, 1 or more.</param>
    /// <param name="seed">Of the search for them.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="progress">Told of the stage; warned where there are fewer components.</param>
    /// <param name="cancellation">Stops.</param>
    public static LayoutVectors Run(EmbeddingMatrix embedding, int count, ulong seed, int threads, IStageProgress progress, CancellationToken cancellation) =>
        Find(embedding, count, seed, threads, progress, cancellation) is { } found
            ? new LayoutVectors(embedding, new EmbeddingMatrix(embedding.Rows, found.Count, found.Projected), ExplainedVariance.Of(found))
            : LayoutVectors.Of(embedding);

    /// <summary>The components themselves; null, with a warning, where the vectors have no more features than were asked for, or there are too few samples to have any.</summary>
    public static PrincipalComponents? Find(EmbeddingMatrix embedding, int count, ulong seed, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        int n = embedding.Rows, d = embedding.Columns, most = Math.Min(count, n - 1);
        string asked = count == 1 ? "1 principal component" : $"{count} principal components";
        if (count >= d || most < 1)
        {
            progress.Warn(count >= d ? $"{asked}: the vectors have only {d} features and stay as they are" : $"{asked}: {n} sample has no components and stays as it is", Hint);
            return null;
        }

        if (most < count)
        {
            progress.Warn($"{asked}: {n} samples vary along {most} components at most: taking {most}", Hint);
        }

        progress.Begin(StageNames.Components, $"({n}, {d}) to ({n}, {most})");
        return PrincipalComponents.Find(embedding, most, seed, threads, progress.Report, cancellation);
    }
}
