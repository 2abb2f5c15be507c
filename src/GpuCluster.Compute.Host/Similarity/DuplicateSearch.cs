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
        Copies copies = Copies.Of(first);
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
        SimilarityGroups grouped = SimilarityGrouping.Group(found.Pairs, distinct.Rows, found.MinCosine, linkage, copies.Counts);
        GroupCosines cosines = new(embedding, _threads);
        List<DuplicateGroup> groups = new();
        foreach (SimilarityGroup group in grouped.Groups)
        {
            int[] members = copies.Expand(group.Members);

            // The centre of a star leads; components ascend.
            if (linkage == GroupLinkage.Connected)
                Array.Sort(members);
            groups.Add(
                new DuplicateGroup(cosines.Measure(new SimilarityGroup(members, float.NaN, float.NaN), cancellation), IsExact(members))
            );
        }

        for (int row = 0; row < distinct.Rows; row++)
        {
            if (grouped.GroupOf[row] < 0 && copies.Counts[row] > 1)
            {
                int[] members = copies.Expand([row]);
                groups.Add(new DuplicateGroup(new SimilarityGroup(members, 1, 1), IsExact(members)));
            }
        }

        return new Duplicates(
            CountPairs(found, copies),
            found.MinCosine,
            [.. groups.OrderByDescending(each => each.Group.Members.Length).ThenBy(each => each.Group.Members.Min())]
        )
        {
            FirstCopyOf = sameContent ?? first,
        };

        bool IsExact(int[] members)
        {
            int[] same = sameContent ?? first;
            return Array.TrueForAll(members, member => same[member] == same[members[0]]);
        }
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

    private static long CountPairs(SimilarPairs found, Copies copies)
    {
        long pairs = 0L;
        foreach (ref readonly SimilarPair pair in found.Pairs.AsSpan())
            pairs += (long)copies.Counts[pair.First] * copies.Counts[pair.Second];

        foreach (int count in copies.Counts)
            pairs += count * (count - 1L) / 2;

        return pairs;
    }

    /// <summary>Which samples stand for which.</summary>
    /// <param name="Distinct">One sample of each set of copies, the lowest; ascending.</param>
    /// <param name="Counts">How many copies there are of each, itself included.</param>
    private sealed record Copies(int[] Distinct, int[] Counts, int[][] Members)
    {
        /// <param name="first">The lowest copy of each sample.</param>
        public static Copies Of(int[] first)
        {
            int[] place = new int[first.Length];
            List<int> distinct = new();
            List<List<int>?> members = new();
            for (int sample = 0; sample < first.Length; sample++)
            {
                if (first[sample] == sample)
                {
                    place[sample] = distinct.Count;
                    distinct.Add(sample);
                    members.Add(null);
                    continue;
                }

                int at = place[first[sample]];
                (members[at] ??= [first[sample]]).Add(sample);
            }

            int[][] all = [.. members.Select((each, at) => each?.ToArray() ?? [distinct[at]])];
            return new Copies([.. distinct], Array.ConvertAll(all, each => each.Length), all);
        }

        public int[] Expand(int[] distinct) => [.. distinct.SelectMany(at => Members[at])];
    }
}
