using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Sources;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>Near-duplicates over all pairs of samples, in groups.</summary>
public static class DuplicateStage
{
    /// <summary>Searches.</summary>
    /// <param name="dataset">n samples; files of equal content are found by their hash.</param>
    /// <param name="embedding">n x d values.</param>
    /// <param name="threshold">Pairs of this cosine or more count, -1 to 1.</param>
    /// <param name="linkage">How pairs make groups.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="progress">Receives the stages.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The groups; and for each of n files the first file of equal content, or null where samples are no files.</returns>
    /// <exception cref="MachineFaultException">The memory does not suffice for the pairs, or a file can no longer be read.</exception>
    public static (Duplicates Found, int[]? SameContent) Run(
        Dataset dataset,
        EmbeddingMatrix embedding,
        float threshold,
        GroupLinkage linkage,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int[]? sameContent = null;
        if (dataset is ImageFileDataset photos)
        {
            progress.Begin(StageNames.Hash, $"{photos.Count} files");
            sameContent = EqualFiles.FirstOf(photos.Files, progress.Report, cancellation);
        }

        progress.Begin(StageNames.Pairs, $"({embedding.Rows}, {embedding.Columns}), cosine {threshold} or more");
        Duplicates found = new DuplicateSearch(threads).Find(embedding, sameContent, threshold, linkage, progress, cancellation);
        return (found, sameContent);
    }
}
