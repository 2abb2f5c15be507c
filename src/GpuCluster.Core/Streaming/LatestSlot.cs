namespace GpuCluster.Core.Streaming;

/// <summary>
/// The hand-over of the newest slot from one writer thread to one reader thread, as one atomic exchange of a slot index.
/// </summary>
/// <remarks>
/// How it works. Of three slots the writer holds one, the reader holds one, and the third lies here with a flag that says whether it is news. Publishing
/// lays the writer's slot here as news and takes away what lay here: a slot the reader has done with, or news that nobody fetched and that is now out of date.
/// Taking lays the reader's slot here as no news and takes the news away. Each is one exchange, so neither waits for the other, and at every moment each index
/// is in exactly one of the three places. Looking before taking is safe: only the one reader turns news into no news, so what was news stays news.
/// The exchange is a full fence: what either thread wrote about a slot before letting go of it is seen by whoever gets it.
/// </remarks>
/// <param name="index">The slot that lies here at the start, as no news.</param>
public sealed class LatestSlot(int index)
{
    private const int News = 4;
    private int _cell = index;

    /// <summary>True while a published slot has not been taken. May turn true at any moment; only <see cref="TryTake"/> turns it false.</summary>
    public bool HasNews => (Volatile.Read(ref _cell) & News) != 0;

    /// <summary>Writer thread: publishes a slot.</summary>
    /// <param name="written">The slot the writer holds.</param>
    /// <returns>The slot the writer holds from now on.</returns>
    public int Publish(int written) => Interlocked.Exchange(ref _cell, written | News) & ~News;

    /// <summary>Reader thread: takes the newest published slot, if there is one.</summary>
    /// <param name="held">The slot the reader holds; on success, the slot it holds from now on.</param>
    /// <returns>False, and nothing changed, where nothing was published since the last take.</returns>
    public bool TryTake(ref int held)
    {
        if (!HasNews)
            return false;
        held = Interlocked.Exchange(ref _cell, held) & ~News;
        return true;
    }
}
