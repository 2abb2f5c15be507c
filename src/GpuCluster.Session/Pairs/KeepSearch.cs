using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Scene;
using GpuCluster.Scene.Pairs;
using GpuCluster.Session.Similarity;

namespace GpuCluster.Session.Pairs;

/// <summary>Chooses which of near-duplicates is kept, in the background, as `duplicates` does. The frame thread calls everything.</summary>
/// <param name="dataset">n samples.</param>
/// <param name="outbox">Takes what is kept.</param>
/// <param name="threads">Threads at most.</param>
/// <param name="tell">Receives what was done, or why it was not; any thread.</param>
/// <param name="word">The text of an error for the user; any thread.</param>
internal sealed class KeepSearch(Dataset dataset, SimilarityOutbox outbox, int threads, Action<string> tell, Func<Exception, string> word)
    : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Begins the search, unless one goes on.</summary>
    public void Start(IReadOnlyList<int[]> groups, KeepCriterion first)
    {
        if (_work.IsCompleted)
            _work = Task.Run(() => Work(groups, first));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _stop.Dispose();
    }

    private void Work(IReadOnlyList<int[]> groups, KeepCriterion first)
    {
        try
        {
            KeepRule rule = new([.. KeepRule.Default.Criteria.Prepend(first).Distinct()]);
            int[] kept = KeepStage.Run(rule, dataset, groups, threads, NoProgress.Instance, _stop.Token);
            outbox.Post(scene => scene.Keep.Set(groups, kept));
            tell(
                $"tagged {Count(kept.Length)} {KeepModel.KeptTag} and {Count(groups.Sum(group => group.Length) - kept.Length)} "
                    + $"{KeepModel.OtherTag}; {SceneCommands.ExportMarks.Keys} writes the tags, {SceneCommands.Undo.Keys} takes them back"
            );
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The window closed.
        }
        catch (Exception fault)
        {
            outbox.Post(scene => scene.Keep.GiveUp());
            tell($"nothing tagged: {word(fault)}");
        }
    }

    private static string Count(int samples) => $"{samples:N0} sample{(samples == 1 ? "" : "s")}";
}
