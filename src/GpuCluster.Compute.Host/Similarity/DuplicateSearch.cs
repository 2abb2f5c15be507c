using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// Finds duplicates: exact copies, and samples of at least a cosine. Equal rows are searched as one row that counts as many times, so that
/// a thousand copies of one picture are one row and not half a million pairs; the groups are those that all pairs give. Beyond the
/// embedding it keeps 12 bytes a pair, and where rows are equal a copy of the different ones.
/// </summary>
public sealed class DuplicateSearch
{
    private readonly int _threads;

    /// <param name="threads">Number of threads, 1 or more. The result does not depend on it.</param>
    public DuplicateSearch(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
    }

    /// <summary>Finds the groups.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="sameContent">For each sample the lowest one whose file has the same content; null where samples are no files: then
    /// equal rows are copies.</param>
    /// <param name="threshold">The least cosine of near-duplicates, -1 to 1.</param>
    /// <param name="linkage">How pairs make groups.</param>
    /// <param name="progress">Receives the share that is done, and a warning of pairs beyond
    /// <see cref="SimilarPairSearch.DefaultMax"/>.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    /// <exception cref="Core.Errors.MachineFaultException">There is not enough memory.</exception>
    public Duplicates Find(
        EmbeddingMatrix embedding,
        int[]? sameContent,
        float threshold,
        GroupLinkage linkage,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int[] first = EqualRows.FirstOf(embedding, _threads, cancellation);
        if (sameContent is not null)
            PartFlatRows(embedding, first, sameContent);
        CopySets copies = CopySets.Of(first);
        EmbeddingMatrix distinct = copies.Distinct.Length == embedding.Rows ? embedding : Gather(embedding, copies.Distinct);
        SimilarPairs found = new SimilarPairSearch(_threads).Find(
            distinct,
            threshold,
            SimilarPairSearch.DefaultMax,
            progress,
            null,
            null,
            cancellation
        );
        GroupCosines cosines = new(embedding, _threads);
        return DuplicateGrouping.Of(
            found,
            copies,
            sameContent ?? first,
            linkage,
            (_, members) => cosines.Measure(new SimilarityGroup(members, float.NaN, float.NaN), cancellation)
        );
    }

    /// <summary>
    /// Rows of zeros say nothing of what they came from: pictures of one flat colour each are copies only where their files are.
    /// </summary>
    private static void PartFlatRows(EmbeddingMatrix embedding, int[] first, int[] sameContent)
    {
        for (int row = 0; row < first.Length; row++)
        {
            if (!embedding.Row(row).ContainsAnyExcept(0))
                first[row] = sameContent[row];
        }
    }

    private static EmbeddingMatrix Gather(EmbeddingMatrix embedding, int[] rows)
    {
        float[] values = new float[(long)rows.Length * embedding.Columns];
        for (int row = 0; row < rows.Length; row++)
            embedding.Row(rows[row]).CopyTo(values.AsSpan(row * embedding.Columns));

        return new EmbeddingMatrix(rows.Length, embedding.Columns, values);
    }
}
