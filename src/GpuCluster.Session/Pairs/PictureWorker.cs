using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Scene;
using GpuCluster.Session.Similarity;

namespace GpuCluster.Session.Pairs;

/// <summary>
/// What is done with the picture files of a live cloud. Threads start with the first request. The frame thread calls everything.
/// </summary>
/// <param name="dataset">n samples.</param>
/// <param name="threads">Threads at most.</param>
/// <param name="tell">Receives messages; any thread.</param>
/// <param name="word">The text of an error for the user; any thread.</param>
/// <param name="wake">Wakes the window; any thread.</param>
internal sealed class PictureWorker(Dataset dataset, int threads, Action<string> tell, Func<Exception, string> word, Action wake)
    : IDisposable
{
    private readonly SimilarityOutbox _outbox = new(wake);
    private PairThread? _pair;
    private KeepSearch? _keep;

    /// <summary>Reads two pictures at full size; null: no longer.</summary>
    public void Compare((int Left, int Right)? samples)
    {
        if (samples is not null)
            _pair ??= new PairThread(dataset, _outbox, word);
        _pair?.Compare(samples);
    }

    /// <summary>Chooses the best of each group.</summary>
    public void Choose(IReadOnlyList<int[]> groups, KeepCriterion first) =>
        (_keep ??= new KeepSearch(dataset, _outbox, threads, tell, word)).Start(groups, first);

    /// <summary>Gives the scene what was found.</summary>
    public void Deliver(SceneState scene) => _outbox.Deliver(scene);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pair?.Dispose();
        _keep?.Dispose();
    }
}
