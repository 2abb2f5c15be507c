using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>
/// Finds copies of pictures by their look: saved again, at another size, cropped by a few per cent, brighter or darker. Pictures of the
/// same thing are no copies.
///
/// How it works. Candidates come from short vectors over all pairs: of the whole frame, of the frame without its rim, and of the content
/// of drawings on one colour. Candidates that small pictures do not rule out are decoded at a larger size, aligned to a part of a pixel
/// (place, size, brightness), and compared block by block. A picture of one colour is a copy only of an equal file. Memory: 9 KB for a
/// drawing or a candidate, 2 KB for any other.
/// </summary>
public sealed class CopySearch
{
    /// <summary>Candidates at most: 12 bytes each, and a hundredth of a millisecond or more.</summary>
    private const int MaxCandidates = 4_000_000;

    /// <summary>Copies have frames of at least this cosine; the least alike are light drawings that were brightened.</summary>
    private const float MinFrames = 0.9f;

    /// <summary>Copies of drawings have contents, or frames, of at least this cosine.</summary>
    private const float MinContents = 0.95f;

    private readonly int _threads;

    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    public CopySearch(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
    }

    /// <summary>Finds copies, which can then be grouped.</summary>
    /// <param name="pixels">n small pictures: edge x edge x 3 bytes each, R G B on white.</param>
    /// <param name="images">The n pictures themselves. One that can no longer be read has no copies, with a warning.</param>
    /// <param name="sameContent">For each sample the lowest one whose file has the same content.</param>
    /// <param name="progress">Receives the share done, and warnings.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    /// <exception cref="Core.Errors.MachineFaultException">There is not enough memory.</exception>
    public FoundCopies Find(
        IReadOnlyList<ReadOnlyMemory<byte>> pixels,
        IImageSource images,
        int[] sameContent,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        (CopySets copies, SimilarPairs found) = Search(pixels, images, sameContent, progress, cancellation);
        return new FoundCopies(copies, found, sameContent);
    }

    /// <summary>Finds the pairs, those of equal files included.</summary>
    /// <inheritdoc cref="Find"/>
    /// <returns>Pairs with the correlation of the aligned pictures, the best where they are more than
    /// <see cref="SimilarPairSearch.DefaultMax"/>.</returns>
    public SimilarPairs FindPairs(
        IReadOnlyList<ReadOnlyMemory<byte>> pixels,
        IImageSource images,
        int[] sameContent,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        (CopySets copies, SimilarPairs found) = Search(pixels, images, sameContent, progress, cancellation);
        PairStore store = new(found.MinCosine, SimilarPairSearch.DefaultMax);
        foreach (int[] same in copies.Members)
        {
            for (int at = 1; at < same.Length; at++)
            {
                cancellation.ThrowIfCancellationRequested();
                store.Add([.. same.Take(at).Select(other => new SimilarPair(other, same[at], 1))]);
            }
        }

        foreach (SimilarPair pair in found.Pairs)
        {
            foreach (int first in copies.Members[pair.First])
            {
                cancellation.ThrowIfCancellationRequested();
                store.Add([
                    .. copies
                        .Members[pair.Second]
                        .Select(second => new SimilarPair(Math.Min(first, second), Math.Max(first, second), pair.Cosine)),
                ]);
            }
        }

        SimilarPair[] pairs = store.Take();
        return new SimilarPairs(images.Count, pairs, store.Floor, store.IsCut);
    }

    // The pairs are places in the sets of copies.
    private (CopySets Copies, SimilarPairs Found) Search(
        IReadOnlyList<ReadOnlyMemory<byte>> pixels,
        IImageSource images,
        int[] sameContent,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int edge = (int)Math.Sqrt(pixels[0].Length / 3);
        FlatGround?[] grounds = new FlatGround?[images.Count];
        RowChunks.ForEachRow(
            images.Count,
            _threads,
            null,
            sample => grounds[sample] = FlatGround.Of(SmallOf(sample).Span, edge),
            cancellation
        );
        // Pictures of one colour show nothing to compare.
        int[] shown = [.. Distinct(sameContent).Where(sample => grounds[sample] is not { Content: null })];
        CopyViews views = new(images, grounds, _threads);
        views.ReadContents(
            [.. shown.Where(sample => grounds[sample] is { Content.Margin: > 0 })],
            new PartProgress(progress, 0, 0.3),
            cancellation
        );

        // A thousand equal pictures are half a million pairs: all but the first are compared with it alone.
        int[] first = [.. sameContent];
        foreach (SimilarPair equal in views.Check(EqualPixels.Find(shown, SmallOf), new PartProgress(progress, 0.3, 0.4), cancellation))
            first[equal.Second] = equal.First;
        for (int sample = 0; sample < first.Length; sample++)
            first[sample] = first[first[sample]];
        CopySets copies = CopySets.Of(first);
        int[] left = [.. shown.Where(sample => first[sample] == sample)];

        List<(int, int)> candidates = Candidates(left, SmallOf, edge, views, progress, cancellation);
        List<SimilarPair> found = views.Check(candidates, new PartProgress(progress, 0.6, 1), cancellation);
        if (views.Unreadable > 0)
            progress.Warn($"{views.Unreadable} of {images.Count} pictures can no longer be read; copies of them are not found");
        int[] places = new int[images.Count];
        foreach ((int place, int sample) in copies.Distinct.Index())
            places[sample] = place;
        SimilarPair[] pairs = [.. found.Select(pair => pair with { First = places[pair.First], Second = places[pair.Second] }).Order()];
        return (copies, new SimilarPairs(copies.Distinct.Length, pairs, (float)PairCheck.MinCorrelation, false));

        ReadOnlyMemory<byte> SmallOf(int sample) => pixels[sample];
    }

    private static IEnumerable<int> Distinct(int[] first) =>
        first.Index().Where(each => each.Item == each.Index).Select(each => each.Index);

    private List<(int First, int Second)> Candidates(
        int[] samples,
        Func<int, ReadOnlyMemory<byte>> smallOf,
        int edge,
        CopyViews views,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        if (samples.Length < 2)
            return [];
        HashSet<(int, int)> pairs = [];
        int[] drawn = [.. samples.Where(sample => views.ContentOf(sample) is not null)];
        if (drawn.Length > 1)
        {
            PictureView[] contents = [.. drawn.Select(sample => views.ContentOf(sample)!)];
            EmbeddingMatrix vectors = FrameVectors.OfContents(contents, _threads, cancellation);
            foreach (SimilarPair pair in Near(vectors, MinContents, new PartProgress(progress, 0.4, 0.45), progress, cancellation))
                pairs.Add((drawn[pair.First], drawn[pair.Second]));
        }

        EmbeddingMatrix frames = FrameVectors.OfFrames(samples, smallOf, edge, _threads, cancellation);
        List<(int First, int Second)> framed = [];
        foreach (SimilarPair pair in Near(frames, MinFrames, new PartProgress(progress, 0.45, 0.55), progress, cancellation))
        {
            int one = samples[pair.First % samples.Length],
                other = samples[pair.Second % samples.Length];
            (int, int) ordered = (Math.Min(one, other), Math.Max(one, other));
            if (one != other && pairs.Add(ordered) && (views.ContentOf(one) is null || views.ContentOf(other) is null))
                framed.Add(ordered);
        }

        bool[] mayBe = new bool[framed.Count];
        PictureView Small(int sample) => new(edge, FrameBox.Whole, smallOf(sample).ToArray(), null);
        new RowChunks(framed.Count, 64, _threads).Run(
            (_, from, to) =>
            {
                for (int at = from; at < to; at++)
                    mayBe[at] = PairCheck.MayBe(Small(framed[at].First), Small(framed[at].Second));
                progress.Report(0.55 + (0.05 * to / framed.Count));
            },
            cancellation
        );
        for (int at = 0; at < mayBe.Length; at++)
        {
            if (!mayBe[at])
                pairs.Remove(framed[at]);
        }

        return [.. pairs.Order()];
    }

    private SimilarPair[] Near(
        EmbeddingMatrix vectors,
        float min,
        PartProgress part,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        SimilarPairs near = new SimilarPairSearch(_threads).Find(vectors, min, MaxCandidates, part, null, null, cancellation);
        if (near.IsCut)
        {
            progress.Warn(
                $"more than {MaxCandidates:N0} pairs look alike at first sight; the most alike were compared closely, "
                    + $"from a cosine of {near.MinCosine:0.###} on, so that some copies may be missing"
            );
        }

        return near.Pairs;
    }
}
