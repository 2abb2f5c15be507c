using System.Collections.Concurrent;
using GpuCluster.Scene;

namespace GpuCluster.Session.Similarity;

/// <summary>
/// Results on their way from the threads that compute them to the frame thread. Any thread posts, the frame thread empties it.
/// </summary>
/// <param name="wake">Wakes the window; called after each post.</param>
internal sealed class SimilarityOutbox(Action wake)
{
    private readonly ConcurrentQueue<Action<SceneState>> _posts = new();

    /// <summary>Leaves what the frame thread is to do with the scene.</summary>
    public void Post(Action<SceneState> post)
    {
        _posts.Enqueue(post);
        wake();
    }

    /// <summary>Frame thread: does what was posted, oldest first.</summary>
    public void Deliver(SceneState scene)
    {
        while (_posts.TryDequeue(out Action<SceneState>? post))
            post(scene);
    }
}
