using GpuCluster.Compute.Host.Copies;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Sources;
using GpuCluster.Embedding.Models;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>Near-duplicates over all pairs of samples, in groups: by the cosine of vectors, or by the look of image files.</summary>
public static class DuplicateStage
{
    /// <summary>The cosine from which on vectors are near-duplicates where none is asked for.</summary>
    public const float DefaultThreshold = 0.95f;

    /// <summary>Whether samples are compared by their look where no cosine is asked for: image files without a model.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="model">The model of their vectors, or null.</param>
    public static bool IsByLook(Dataset dataset, ModelFolder? model) => model is null && dataset is ImageFileDataset;

    /// <summary>Searches by the cosine of vectors.</summary>
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
        int[]? sameContent = dataset is ImageFileDataset photos ? FirstEqual(photos, progress, cancellation) : null;
        progress.Begin(StageNames.Pairs, $"({embedding.Rows}, {embedding.Columns}), cosine {threshold} or more");
        Duplicates found = new DuplicateSearch(threads).Find(embedding, sameContent, threshold, linkage, progress, cancellation);
        return (found, sameContent);
    }

    /// <summary>
    /// Searches by look: pictures that were saved again, scaled, cropped by some per cent or made brighter. Different pictures of one thing
    /// are none. It decodes the pictures that may have a copy a second time.
    /// </summary>
    /// <param name="photos">n image files.</param>
    /// <param name="linkage">How pairs make groups.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="progress">Receives the stages, and a warning of files that can no longer be read.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The photos that can be decoded; and their groups, with the correlations of aligned pictures as cosines.</returns>
    /// <exception cref="UnusableInputException">No photo can be decoded.</exception>
    /// <exception cref="MachineFaultException">The memory does not suffice for the pairs.</exception>
    public static (Dataset Photos, Duplicates Found) RunByLook(
        ImageFileDataset photos,
        GroupLinkage linkage,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        (Dataset dataset, ReadOnlyMemory<byte>[] small) = DatasetStage.Reduce(photos, threads, progress, cancellation);
        ImageFileDataset whole = (ImageFileDataset)dataset;
        int[] sameContent = FirstEqual(whole, progress, cancellation);
        BeginLook(whole, progress);
        FoundCopies found = new CopySearch(threads).Find(small, whole.OpenImages(), sameContent, progress, cancellation);
        return (whole, found.Group(linkage));
    }

    /// <summary>
    /// The same for image files that were decoded before. One that can no longer be read has no copies, with a warning.
    /// </summary>
    /// <inheritdoc cref="RunByLook"/>
    /// <returns>What <see cref="RunByLook"/> groups.</returns>
    public static FoundCopies FindByLook(ImageFileDataset photos, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte>[] small = DatasetStage.ReduceAll(photos, threads, progress, cancellation);
        int[] sameContent = FirstEqual(photos, progress, cancellation);
        BeginLook(photos, progress);
        return new CopySearch(threads).Find(small, photos.OpenImages(), sameContent, progress, cancellation);
    }

    /// <summary>The pairs of <see cref="RunByLook"/>, those of equal files included.</summary>
    /// <inheritdoc cref="RunByLook"/>
    /// <param name="photos">n image files that were decoded before.</param>
    /// <param name="sameContent">For each file the first one of equal content.</param>
    /// <returns>Pairs with the correlation of their aligned pictures.</returns>
    public static SimilarPairs PairsByLook(
        ImageFileDataset photos,
        int[] sameContent,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ReadOnlyMemory<byte>[] small = DatasetStage.ReduceAll(photos, threads, progress, cancellation);
        BeginLook(photos, progress);
        return new CopySearch(threads).FindPairs(small, photos.OpenImages(), sameContent, progress, cancellation);
    }

    /// <summary>For each file the first one of equal content.</summary>
    /// <param name="photos">n image files.</param>
    /// <param name="progress">Receives the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static int[] FirstEqual(ImageFileDataset photos, IStageProgress progress, CancellationToken cancellation)
    {
        progress.Begin(StageNames.Hash, $"{photos.Count} files");
        return EqualFiles.FirstOf(photos.Files, progress.Report, cancellation);
    }

    private static void BeginLook(ImageFileDataset photos, IStageProgress progress) =>
        progress.Begin(StageNames.Pairs, $"{photos.Count} pictures, by look");
}
