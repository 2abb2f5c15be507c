using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>The views of the pictures of a search; each is decoded when it is first wanted, and kept: 9 KB.</summary>
/// <param name="images">n pictures.</param>
/// <param name="grounds">The ground of each drawing, null for others.</param>
/// <param name="threads">Threads at most.</param>
internal sealed class CopyViews(IImageSource images, FlatGround?[] grounds, int threads)
{
    /// <summary>Pixels along a side of a view.</summary>
    private const int Edge = 48;

    /// <summary>The longest side that a drawing is decoded at, as small as its content may be.</summary>
    private const int MaxWanted = 2048;

    private readonly PictureView?[] _contents = new PictureView?[images.Count];
    private readonly PictureView?[] _frames = new PictureView?[images.Count];
    private int _unreadable;

    /// <summary>Pictures that could not be decoded.</summary>
    public int Unreadable => _unreadable;

    /// <summary>The view of a drawing's content, once read; null where it shows nothing.</summary>
    public PictureView? ContentOf(int sample) => _contents[sample];

    /// <summary>Reads the contents of drawings.</summary>
    public void ReadContents(IReadOnlyList<int> samples, IStageProgress progress, CancellationToken cancellation) =>
        Read(samples, _contents, isContent: true, progress, cancellation);

    /// <summary>
    /// Compares pairs: by their contents where both have one, else by their frames, which are read before.
    /// </summary>
    /// <param name="pairs">Pairs of samples.</param>
    /// <param name="progress">Receives the share done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The pairs that are copies, in the same order.</returns>
    public List<SimilarPair> Check(IReadOnlyList<(int First, int Second)> pairs, IStageProgress progress, CancellationToken cancellation)
    {
        HashSet<int> wanted = [];
        foreach ((int first, int second) in pairs)
        {
            if (HaveContents(first, second))
                continue;
            wanted.Add(first);
            wanted.Add(second);
        }

        Read(
            [.. wanted.Where(sample => _frames[sample] is null).Order()],
            _frames,
            false,
            new PartProgress(progress, 0, 0.7),
            cancellation
        );
        double?[] correlations = new double?[pairs.Count];
        new RowChunks(pairs.Count, 64, threads).Run(
            (_, from, to) =>
            {
                for (int at = from; at < to; at++)
                    correlations[at] = Compare(pairs[at].First, pairs[at].Second);
                progress.Report(0.7 + (0.3 * to / pairs.Count));
            },
            cancellation
        );
        List<SimilarPair> found = [];
        for (int at = 0; at < pairs.Count; at++)
        {
            if (correlations[at] is { } correlation)
                found.Add(new SimilarPair(pairs[at].First, pairs[at].Second, (float)correlation));
        }

        return found;
    }

    private bool HaveContents(int first, int second) => _contents[first] is not null && _contents[second] is not null;

    private double? Compare(int first, int second)
    {
        if (HaveContents(first, second))
            return PairCheck.Of(_contents[first]!, _contents[second]!, isDrawing: true);
        bool isDrawing = grounds[first] is not null || grounds[second] is not null;
        return _frames[first] is { } one && _frames[second] is { } other ? PairCheck.Of(one, other, isDrawing) : null;
    }

    private void Read(
        IReadOnlyList<int> samples,
        PictureView?[] views,
        bool isContent,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int done = 0;
        new RowChunks(samples.Count, 1, threads).Run(
            (at, _, _) =>
            {
                views[samples[at]] = isContent ? Content(samples[at]) : Frame(samples[at]);
                progress.Report(Interlocked.Increment(ref done) / (double)samples.Count);
            },
            cancellation
        );
    }

    private PictureView? Content(int sample)
    {
        if (grounds[sample] is not { Content: { } content } ground)
            return null;
        int wanted = (int)Math.Min(MaxWanted, 1.5 * Edge / Math.Max(content.Width, content.Height));
        return Decode(sample, wanted) is { } image && InkWindow.Of(image, ground) is { } window
            ? PictureView.Of(image, window, Edge, ground)
            : null;
    }

    private PictureView? Frame(int sample) =>
        Decode(sample, 3 * Edge / 2) is { } image ? PictureView.Of(image, FrameBox.Whole, Edge, null) : null;

    private DecodedImage? Decode(int sample, int wanted)
    {
        if (images.TryRead(sample, wanted, out DecodedImage? image, out _))
            return image;
        Interlocked.Increment(ref _unreadable);
        return null;
    }
}
