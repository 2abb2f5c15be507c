using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Samples;
using GpuCluster.Scene;
using GpuCluster.Scene.Marks;

namespace GpuCluster.Session.Similarity;

/// <summary>Finds samples whose class is likely wrong, in the background, as the report does. The frame thread calls everything.</summary>
/// <param name="knn">The neighbours that vote; null if there are none: nothing is found.</param>
/// <param name="labels">The classes; null if there are none: nothing is found.</param>
/// <param name="wake">Wakes the window; called on the working thread.</param>
internal sealed class WrongLabelSearch(KnnGraph? knn, SampleLabels? labels, Action wake) : IDisposable
{
    private readonly SimilarityOutbox _found = new(wake);
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Begins the search, unless it goes on.</summary>
    public void Start()
    {
        if (_work.IsCompleted)
            _work = Task.Run(Work);
    }

    /// <summary>Gives the scene what was found.</summary>
    public void Deliver(SceneState scene) => _found.Deliver(scene);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _stop.Dispose();
    }

    private void Work()
    {
        try
        {
            Suspect[] suspects =
                knn is null || labels is null
                    ? []
                    :
                    [
                        .. LabelVotes
                            .Count(knn, labels, _stop.Token)
                            .Suspects.Select(vote => new Suspect(vote.Sample, labels.ClassNames[vote.Winner], vote.Share)),
                    ];
            _found.Post(scene => scene.Review.Set(suspects));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The window closed.
        }
    }
}
