using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>One query to all samples: their cosines with one of them, or with a vector.</summary>
public static class CosineStage
{
    /// <summary>Computes the cosines.</summary>
    /// <param name="embedding">n x d values. On the host they need no check before: a value that is not finite is found on the way.</param>
    /// <param name="query">A sample, or a vector of d values.</param>
    /// <param name="device">Where; null for the host, which is fastest for one query, as it reads every value once.</param>
    /// <param name="threads">Processor threads, 1 or more. Results do not depend on it.</param>
    /// <param name="progress">Receives the stage and warnings.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n values in -1..1; 0 for a row of zeros.</returns>
    /// <exception cref="UnusableInputException">A value is not finite.</exception>
    public static float[] Run(
        EmbeddingMatrix embedding,
        SimilarQuery query,
        IComputeBackends? device,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        progress.Begin(StageNames.Query, $"({embedding.Rows}, {embedding.Columns}) on {device?.KnnDevice ?? "host"}");
        if (device is null)
        {
            return query.Index is { } index
                ? CosineScan.OfSample(embedding, index, threads, progress, cancellation)
                : CosineScan.OfVector(embedding, query.Vector, threads, progress, cancellation);
        }

        float[] cosines = new float[embedding.Rows];
        using ICosineSimilarity similarity = device.CreateCosine(embedding, progress.Warn);
        if (query.Index is { } row)
            similarity.Row(row, cosines);
        else
            similarity.Query(query.Vector, cosines);

        return cosines;
    }

    /// <summary>The nearest samples of a query, the nearest first, those apart that single precision cannot tell apart too.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="query">A sample, which is left out, or a vector of d values.</param>
    /// <param name="cosines">n values, from <see cref="Run"/>.</param>
    /// <param name="k">How many at most, 1 or more.</param>
    /// <param name="threads">Processor threads, 1 or more. Results do not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Indices of the samples, fewer than k if there are fewer samples.</returns>
    public static int[] Nearest(
        EmbeddingMatrix embedding,
        SimilarQuery query,
        ReadOnlySpan<float> cosines,
        int k,
        int threads,
        CancellationToken cancellation
    )
    {
        ReadOnlySpan<float> vector = query.Index is { } index ? embedding.UncheckedRow(index) : query.Vector;
        return CosineRanking.Nearest(embedding, vector, cosines, k, query.Index, threads, cancellation);
    }
}
