using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>
/// Finds copies of pictures by their look: saved again, at another size, cropped by a few per cent, brighter or darker.
///
/// How it works. Candidates come from short vectors over all pairs, of the whole frame and of the frame without its rim; of drawings on
/// one colour, from vectors of their content alone. Candidates of small pictures are aligned first; what is left is decoded at a larger
/// size, aligned to a part of a pixel (place, size, brightness), and compared block by block.
/// </summary>
public sealed class CopySearch
{
    /// <summary>Pixels along a side of the views that decide.</summary>
    private const int Edge = 48;

    /// <summary>Candidates kept at most.</summary>
    private const int MaxCandidates = 4_000_000;

    private const float MinFrames = 0.85f;
    private const float MinContents = 0.9f;

    /// <summary>How far from the rim a drawing's content is whole in every crop, by the frame.</summary>
    private const double SafeMargin = 0.12;

    private static readonly PairCheck Rough = new(0.9, 1);
    private static readonly PairCheck Fine = new(0.98, 0.3);

    private readonly int _threads;

    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    public CopySearch(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
    }

    /// <summary>Debug.</summary>
    public List<(int I, int J, double CosW, double CosB, double RoughStart, double RoughR, double Start, double R, double Block, bool Ok, bool Drawn)> Survey(ReadOnlyMemory<byte> pixels, IImageSource images, Func<int, int, bool> isTrue, float minW, float minB)
    {
        int bytes = pixels.Length / images.Count,
            edge = (int)Math.Sqrt(bytes / 3);
        int n = images.Count;
        FlatGround?[] grounds = new FlatGround?[n];
        for (int i = 0; i < n; i++)
            grounds[i] = FlatGround.Of(pixels.Slice(i * bytes, bytes).Span, edge);
        int[] all = [.. Enumerable.Range(0, n)];
        int[] drawn = [.. all.Where(sample => grounds[sample] is { Content.Margin: > 0 })];
        PictureView?[] contents = ViewsOf(drawn, images, grounds, default);
        PictureView?[] frames = ViewsOf(all, images, new FlatGround?[n], default);
        EmbeddingMatrix w = FrameVectors.Of(all, i => pixels.Slice(i * bytes, bytes), edge, 2, default);
        EmbeddingMatrix b = FrameVectors.Of([.. all.Select(i => contents[i] ?? new PictureView(48, FrameBox.Whole, new byte[48 * 48 * 3], null))], 2, default);
        double Cos(EmbeddingMatrix m, int i, int j)
        {
            ReadOnlySpan<float> x = m.Row(i), y = m.Row(j);
            double xx = 0, yy = 0, xy = 0;
            for (int k = 0; k < x.Length; k++) { xx += x[k] * x[k]; yy += y[k] * y[k]; xy += x[k] * y[k]; }
            return xx * yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
        }
        List<(int, int, double, double, double, double, double, double, double, bool, bool)> list = [];
        Parallel.For(0, n, i =>
        {
            for (int j = i + 1; j < n; j++)
            {
                double cosW = Math.Max(Cos(w, i, j), Math.Max(Cos(w, i, j + n), Cos(w, i + n, j))), cosB = Cos(b, i, j);
                if (!isTrue(i, j) && cosW < minW && cosB < minB)
                    continue;
                var small = Rough.Explain(new PictureView(edge, FrameBox.Whole, pixels.Slice(i * bytes, bytes).ToArray(), null), new PictureView(edge, FrameBox.Whole, pixels.Slice(j * bytes, bytes).ToArray(), null));
                bool both = contents[i] is not null && contents[j] is not null;
                var fine = both ? Fine.Explain(contents[i]!, contents[j]!) : Fine.Explain(frames[i]!, frames[j]!);
                lock (list)
                    list.Add((i, j, cosW, cosB, small.Item1, small.Item2.Correlation, fine.Item1, fine.Item2.Correlation, fine.Item2.WorstBlock, fine.Item3, both));
            }
        });
        return list;
    }

    /// <summary>Finds the pairs.</summary>
    /// <param name="pixels">n small pictures: edge x edge x 3 bytes each, R G B on white.</param>
    /// <param name="images">The n pictures themselves; those that cannot be read any more have no copies.</param>
    /// <param name="taken">Which samples take part, ascending.</param>
    /// <param name="progress">Receives the share done, and warnings.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Pairs with the correlation of their aligned pictures.</returns>
    public SimilarPair[] Find(
        ReadOnlyMemory<byte> pixels,
        IImageSource images,
        int[] taken,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int bytes = pixels.Length / images.Count,
            edge = (int)Math.Sqrt(bytes / 3);
        ReadOnlyMemory<byte> SmallOf(int sample) => pixels.Slice(sample * bytes, bytes);

        FlatGround?[] grounds = new FlatGround?[images.Count];
        foreach (int sample in taken)
            grounds[sample] = FlatGround.Of(SmallOf(sample).Span, edge);
        int[] framed = [.. taken.Where(sample => grounds[sample] is not { Content: null or { Margin: > SafeMargin } })];
        int[] drawn = [.. taken.Where(sample => grounds[sample] is { Content.Margin: > 0 })];

        List<SimilarPair> found = [];
        PictureView?[] contents = ViewsOf(drawn, images, grounds, cancellation);
        int[] seen = [.. drawn.Where(sample => contents[sample] is not null)];
        if (seen.Length > 1)
        {
            SimilarPairs candidates = Near(FrameVectors.Of([.. seen.Select(sample => contents[sample]!)], _threads, cancellation), MinContents, progress, cancellation);
            found.AddRange(Check(candidates.Pairs.Select(pair => (seen[pair.First], seen[pair.Second])), contents, Fine, cancellation));
        }

        if (framed.Length > 1)
        {
            EmbeddingMatrix vectors = FrameVectors.Of(framed, SmallOf, edge, _threads, cancellation);
            SimilarPairs candidates = Near(vectors, MinFrames, progress, cancellation);
            HashSet<(int, int)> pairs = [.. candidates.Pairs.Select(pair => Ordered(framed[pair.First % framed.Length], framed[pair.Second % framed.Length])).Where(pair => pair.Item1 != pair.Item2)];
            PictureView?[] small = new PictureView?[images.Count];
            foreach (int sample in framed)
                small[sample] = new PictureView(edge, FrameBox.Whole, SmallOf(sample).ToArray(), null);
            List<SimilarPair> left = Check(pairs.Order(), small, Rough, cancellation);
            int[] wanted = [.. left.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().Order()];
            PictureView?[] frames = ViewsOf(wanted, images, new FlatGround?[images.Count], cancellation);
            found.AddRange(Check(left.Select(pair => (pair.First, pair.Second)), frames, Fine, cancellation));
        }

        return [.. found.GroupBy(pair => (pair.First, pair.Second)).Select(same => same.Min()).Order()];
    }

    private SimilarPairs Near(EmbeddingMatrix vectors, float min, IStageProgress progress, CancellationToken cancellation) =>
        new SimilarPairSearch(_threads).Find(vectors, min, MaxCandidates, progress, null, null, cancellation);

    private List<SimilarPair> Check(IEnumerable<(int First, int Second)> pairs, PictureView?[] views, PairCheck check, CancellationToken cancellation)
    {
        (int First, int Second)[] all = [.. pairs.Select(pair => Ordered(pair.First, pair.Second)).Where(pair => views[pair.First] is not null && views[pair.Second] is not null)];
        double?[] correlations = new double?[all.Length];
        RowChunks chunks = new(all.Length, 16, _threads);
        chunks.Run(
            (_, first, end) =>
            {
                for (int at = first; at < end; at++)
                    correlations[at] = check.Of(views[all[at].First]!, views[all[at].Second]!);
            },
            cancellation
        );
        List<SimilarPair> found = [];
        for (int at = 0; at < all.Length; at++)
        {
            if (correlations[at] is { } correlation)
                found.Add(new SimilarPair(all[at].First, all[at].Second, (float)correlation));
        }

        return found;
    }

    private PictureView?[] ViewsOf(int[] samples, IImageSource images, FlatGround?[] grounds, CancellationToken cancellation)
    {
        PictureView?[] views = new PictureView?[images.Count];
        new RowChunks(samples.Length, 1, _threads).Run(
            (at, _, _) =>
            {
                int sample = samples[at];
                double share = grounds[sample] is { Content: { } content } ? Math.Max(content.Width, content.Height) : 1;
                int wanted = (int)Math.Min(2048, 1.5 * Edge / share);
                if (!images.TryRead(sample, wanted, out DecodedImage? image, out _))
                    return;
                if (grounds[sample] is not { } ground)
                    views[sample] = PictureView.Of(image, FrameBox.Whole, Edge, null);
                else if (InkWindow.Of(image, ground) is { } window)
                    views[sample] = PictureView.Of(image, window, Edge, ground);
            },
            cancellation
        );
        return views;
    }

    private static (int First, int Second) Ordered(int a, int b) => a < b ? (a, b) : (b, a);
}
