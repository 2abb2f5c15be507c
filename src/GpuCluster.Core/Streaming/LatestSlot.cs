namespace GpuCluster.Core.Streaming;

/// <summary>
/// The hand-over of the newest slot from one writer thread to one reader thread, as one atomic exchange of a slot index.
/// </summary>
/// <remarks>
/// How it works. Of three slots the writer holds one, the reader holds one, and the third is stored here with a flag that says whether it
/// is new. Publishing stores the writer's slot as new and returns the stored one: a slot that the reader has released, or a new one that
/// was not fetched and is now out of date. Taking stores the reader's slot as not new and returns the new one. Each is one exchange, so
/// neither waits for the other, and at every moment each index is in exactly one of the three places. Testing the flag before taking is
/// safe: only the reader clears it. The exchange is a full fence: what a thread wrote about a slot before it released the slot is visible
/// to the thread that receives it.
/// </remarks>
/// <param name="index">The slot that is stored at the start, as not new.</param>
public sealed class LatestSlot(int index)
{
    private const int News = 4;
    private int _cell = index;

    /// <summary>
    /// True while a published slot has not been taken. May turn true at any moment; only <see cref="TryTake"/> turns it false.
    /// </summary>
    public bool HasNews => (Volatile.Read(ref _cell) & News) != 0;

    /// <summary>Writer thread: publishes a slot.</summary>
    /// <param name="written">The slot the writer holds.</param>
    /// <returns>The slot the writer holds from now on.</returns>
    public int Publish(int written) => Interlocked.Exchange(ref _cell, written | News) & ~News;

    /// <summary>Reader thread: takes the newest published slot, if there is one.</summary>
    /// <param name="held">The slot the reader holds; on success, the slot it holds from now on.</param>
    /// <returns>False, with nothing changed, if nothing was published since the last take.</returns>
    public bool TryTake(ref int held)
    {
        if (!HasNews)
            return false;
        held = Interlocked.Exchange(ref _cell, held) & ~News;
        return true;
    }
}
