using GpuCluster.Compute.Host.Copies;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene;
using GpuCluster.Scene.Matrix;

namespace GpuCluster.Session.Similarity;

/// <summary>
/// Answers a scene's questions about similarity beside the frame: cosine rows of samples and texts, tiles of the cosine matrix, groups of
/// near-duplicates, clusters.
/// </summary>
/// <remarks>
/// The frame thread calls everything here. Two threads compute: <see cref="CosineThread"/> what people wait for,
/// <see cref="GroupingThread"/> what takes its time and gives way to it. Each starts with its first question, so a window on a layout alone
/// costs nothing. Answers come back through <see cref="Deliver"/>.
/// </remarks>
internal sealed class SimilarityWorker : IDisposable
{
    private readonly EmbeddingMatrix _embedding;
    private readonly Func<ICosineSimilarity> _create;
    private readonly Func<ITextEmbedder> _openTexts;
    private readonly Func<CancellationToken, SampleLabels>? _words;
    private readonly Func<IStageProgress, CancellationToken, FoundCopies>? _look;
    private readonly int _threads;
    private readonly ulong _seed;
    private readonly Action<string> _warn;
    private readonly Func<Exception, string> _word;
    private readonly SimilarityOutbox _outbox;
    private CosineThread? _cosines;
    private GroupingThread? _grouping;
    private IReadOnlyList<MatrixTile>? _wishes;

    /// <param name="embedding">n x d values, read until disposal.</param>
    /// <param name="create">Makes the similarity of the run's device; called on another thread, once.</param>
    /// <param name="openTexts">Makes what turns a text into a vector of the samples' kind; called on another thread, once, and says by an
    /// exception why it cannot.</param>
    /// <param name="words">Assigns the classes that clusters are named by, on another thread, once; null: the samples' labels are
    /// they.</param>
    /// <param name="look">Compares the samples' pictures by look, on another thread, once; null where they are no image files.</param>
    /// <param name="threads">Threads of the host, 1 or more.</param>
    /// <param name="seed">Of the clusters.</param>
    /// <param name="warn">Told what people should know; called from other threads.</param>
    /// <param name="word">The text of an error for the user; called from other threads.</param>
    /// <param name="wake">Wakes the window when there is something to deliver; called from other threads.</param>
    /// <exception cref="ArgumentOutOfRangeException">No thread.</exception>
    public SimilarityWorker(
        EmbeddingMatrix embedding,
        Func<ICosineSimilarity> create,
        Func<ITextEmbedder> openTexts,
        Func<CancellationToken, SampleLabels>? words,
        Func<IStageProgress, CancellationToken, FoundCopies>? look,
        int threads,
        ulong seed,
        Action<string> warn,
        Func<Exception, string> word,
        Action wake
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_embedding, _create, _openTexts, _words, _look) = (embedding, create, openTexts, words, look);
        (_threads, _seed, _warn, _word) = (threads, seed, warn, word);
        _outbox = new SimilarityOutbox(wake);
    }

    /// <summary>The cosines of this sample with all samples are wanted; null: of none any more.</summary>
    public void CompareTo(int? sample)
    {
        if (sample is not null)
            Cosines().Compare(sample);
        else
            _cosines?.Compare(sample: null);
    }

    /// <summary>The cosines of this text with all samples are wanted.</summary>
    public void CompareToText(string text) => Cosines().Compare(text);

    /// <summary>Groups of samples whose cosine is at least this are wanted; null: of pictures that look the same.</summary>
    public void FindGroups(float? minCosine, GroupLinkage linkage) => Grouping().FindGroups(minCosine, linkage);

    /// <summary>This number of clusters is wanted, at least 1.</summary>
    public void FindClusters(int count) => Grouping().FindClusters(Math.Max(1, count));

    /// <summary>The dense clusters of these positions are wanted.</summary>
    public void FindDenseClusters() => Grouping().FindDenseClusters();

    /// <summary>
    /// Hands over what has been computed, and receives which tiles of the matrix are wanted. Called before each frame and whenever the
    /// window was woken.
    /// </summary>
    public void Deliver(SceneState scene)
    {
        _outbox.Deliver(scene);
        IReadOnlyList<MatrixTile> wishes = scene.Matrix.Wishes;

        // A drawn matrix has a new list of wishes; tiles that came meanwhile are only taken out of the old one.
        if (ReferenceEquals(wishes, _wishes) || (wishes.Count == 0 && _cosines is null))
            return;

        _wishes = wishes;
        Cosines().WantTiles(scene.Matrix.Order, wishes);
    }

    /// <summary>Stops both threads.</summary>
    public void Dispose()
    {
        // The search may be waiting for the cosines' thread.
        _cosines?.Forget();
        _grouping?.Dispose();
        _cosines?.Dispose();
    }

    private CosineThread Cosines() => _cosines ??= new CosineThread(_embedding, _create, _openTexts, _threads, _outbox, _warn, _word);

    private GroupingThread Grouping() =>
        _grouping ??= new GroupingThread(
            _embedding,
            _words,
            _look,
            _threads,
            _seed,
            _outbox,
            _warn,
            _word,
            () => _cosines?.WaitWhileBusy()
        );
}
