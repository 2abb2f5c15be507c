using GpuCluster.Compute.Host.Components;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>
/// Reduces vectors to their first principal components before neighbours are searched: the search is faster, and the noise of many features
/// is left out.
/// </summary>
public static class ComponentsStage
{
    private static Remedy[] Hint => [new(Setting.Components)];

    /// <summary>Reduces vectors.</summary>
    /// <returns>
    /// The vectors with their components; the vectors alone, with a warning, where they have no more features than were asked for.
    /// </returns>
    /// <inheritdoc cref="Find"/>
    /// <param name="vectors">n samples with their n x d values.</param>
    public static LayoutVectors Run(
        SampleVectors vectors,
        int count,
        ulong seed,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        (Dataset dataset, EmbeddingMatrix own) = vectors;
        return Find(own, count, seed, threads, progress, cancellation) is { } found
            ? new LayoutVectors(dataset, own, new EmbeddingMatrix(own.Rows, found.Count, found.Projected), ExplainedVariance.Of(found))
            : LayoutVectors.Of(vectors);
    }

    /// <summary>Finds the components.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="count">Components asked for, 1 to <see cref="PrincipalComponents.MaxComponents"/>; n - 1 at most are found.</param>
    /// <param name="seed">Seed of the randomised method, which more than 1,024 features take.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="progress">Receives the stage, and a warning where there are fewer components.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The components; null, with a warning, where the vectors have no more features than were asked for, or n is 1.</returns>
    public static PrincipalComponents? Find(
        EmbeddingMatrix embedding,
        int count,
        ulong seed,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int n = embedding.Rows,
            d = embedding.Columns,
            max = Math.Min(count, n - 1);
        string asked = count == 1 ? "1 principal component" : $"{count} principal components";
        if (count >= d || max < 1)
        {
            progress.Warn(
                count >= d
                    ? $"{asked}: the vectors have only {d} features and stay as they are"
                    : $"{asked}: {n} sample has no components and stays as it is",
                Hint
            );
            return null;
        }

        if (max < count)
            progress.Warn($"{asked}: {n} samples vary along {max} components at most: taking {max}", Hint);

        progress.Begin(StageNames.Components, $"({n}, {d}) to ({n}, {max})");
        return PrincipalComponents.Find(embedding, max, seed, threads, progress.Report, cancellation);
    }
}
