using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>One question to all samples: their cosines with one of them, or with a vector.</summary>
public static class CosineStage
{
    /// <summary>Asks.</summary>
    /// <param name="embedding">n x d values; on the host they need no check before.</param>
    /// <param name="query">What they are compared with.</param>
    /// <param name="device">Where; null for the host.</param>
    /// <param name="threads">Processor threads. Results do not depend on it.</param>
    /// <param name="progress">Hears of the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n values in -1..1.</returns>
    public static float[] Run(EmbeddingMatrix embedding, SimilarQuery query, IComputeBackends? device, int threads, IStageProgress progress, CancellationToken cancellation)
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
}
