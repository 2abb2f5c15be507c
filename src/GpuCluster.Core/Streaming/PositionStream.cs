using System.Diagnostics.CodeAnalysis;

namespace GpuCluster.Core.Streaming;

/// <summary>
/// How positions go from the layout thread to the frame thread and on to the device, never torn and always the newest. Owns the memory of three slots.
/// </summary>
/// <remarks>
/// How it works. Two threads share three slots; <see cref="LatestSlot"/> keeps each slot in the hands of exactly one of: layout thread, frame thread, exchange.
/// <para>
/// Layout thread, per epoch: <see cref="BeginWrite"/> gives the slot in its hands; it writes every position; <see cref="Publish"/> hands it over. An epoch that
/// the frame thread did not fetch in time is replaced by the next one and its slot comes back to be written.
/// </para>
/// <para>
/// Frame thread, per frame: <see cref="TryTakeNewest"/> gives the newest slot, or says that there is nothing newer than the one it draws already. It records
/// and submits commands that read the slot, then calls <see cref="Submitted"/> with the frame's value, for a submit that succeeded only. A frame that is abandoned
/// (swapchain out of date, minimised, device lost) calls <see cref="GiveBack"/> instead: the slot counts as unread and the next take offers it again, or a newer one.
/// </para>
/// <para>
/// Device: a submitted frame reads its slot until the timeline reaches the frame's value, long after the frame thread may have let go of the slot. So a
/// slot remembers the last frame value that reads it, and <see cref="BeginWrite"/> waits for that value. It is noted while the frame thread holds the slot, before
/// the exchange can pass it on, so the layout thread always sees it. The wait ends because the value was submitted; where the device is lost, it is cancelled.
/// </para>
/// Nothing else waits: publishing and taking are one atomic exchange each, and with two slots elsewhere the layout thread always has one to write.
/// </remarks>
public sealed class PositionStream : IDisposable
{
    private readonly PositionSlot[] _slots;
    private readonly IFrameTimeline _timeline;
    private readonly LatestSlot _latest = new(index: 1);

    // Touched by the layout thread only.
    private int _writing;
    private bool _mayWrite;

    // Touched by the frame thread only. The held slot is empty until the first take.
    private int _held = 2;
    private bool _hasTaken;
    private bool _isUnread;

    /// <summary>Takes over three slot memories of one count.</summary>
    /// <param name="memories">Exactly three, all of n positions; disposed with the stream.</param>
    /// <param name="timeline">The timeline whose values <see cref="Submitted"/> is given.</param>
    public PositionStream(IReadOnlyList<IPositionSlotMemory> memories, IFrameTimeline timeline)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(memories.Count, 3, nameof(memories));
        if (memories.Any(memory => memory.Count != memories[0].Count))
            throw new ArgumentException("The three slots must hold the same number of positions.", nameof(memories));
        _slots = [.. memories.Select((memory, index) => new PositionSlot(index, memory))];
        _timeline = timeline;
    }

    /// <summary>The number of positions in a slot.</summary>
    public int Count => _slots[0].Memory.Count;

    /// <summary>Any thread: true while an epoch waits to be taken, so that an idle loop knows to draw.</summary>
    public bool HasNewer => _latest.HasNews;

    /// <summary>Layout thread: the slot to write next, once the device has finished reading it. Calling it again before <see cref="Publish"/> gives the same slot.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the stream is as it was.</exception>
    public PositionSlot BeginWrite(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        PositionSlot slot = _slots[_writing];
        if (_timeline.Completed < slot.LastReadBy)
            _timeline.Wait(slot.LastReadBy, cancellation);
        _mayWrite = true;
        return slot;
    }

    /// <summary>Layout thread: flushes the slot of <see cref="BeginWrite"/> and makes it the newest. It must not be touched afterwards.</summary>
    /// <param name="epoch">The number of epochs that led to these positions.</param>
    public void Publish(int epoch)
    {
        if (!_mayWrite)
            throw new InvalidOperationException("Publish comes after BeginWrite.");
        PositionSlot slot = _slots[_writing];
        slot.Memory.Flush();
        slot.Epoch = epoch;
        _mayWrite = false;
        _writing = _latest.Publish(_writing);
    }

    /// <summary>Frame thread: takes the newest slot.</summary>
    /// <param name="slot">The slot to draw: the newest, or where nothing is newer the one taken last (to draw again); null before the first epoch.</param>
    /// <returns>True where no submitted frame has read the slot since it was taken or given back.</returns>
    public bool TryTakeNewest([NotNullWhen(true)] out PositionSlot? slot)
    {
        if (_latest.TryTake(ref _held))
            _hasTaken = _isUnread = true;
        slot = _hasTaken ? _slots[_held] : null;
        return _isUnread;
    }

    /// <summary>Frame thread: a submit that reads <paramref name="slot"/> has succeeded.</summary>
    /// <param name="slot">The slot of the last take.</param>
    /// <param name="frameValue">The value that the timeline reaches when the device has finished this frame.</param>
    public void Submitted(PositionSlot slot, ulong frameValue)
    {
        ThrowIfNotHeld(slot);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameValue, slot.LastReadBy);
        slot.LastReadBy = frameValue;
        _isUnread = false;
    }

    /// <summary>
    /// Frame thread: the frame was abandoned without a submit that reads <paramref name="slot"/>. The next take offers it again, unless a newer one has come.
    /// It stays in the frame thread's hands meanwhile: handing it back into the exchange could replace a newer epoch.
    /// </summary>
    public void GiveBack(PositionSlot slot)
    {
        ThrowIfNotHeld(slot);
        _isUnread = true;
    }

    /// <summary>Frees the slots. Both threads have stopped using the stream and the device has finished every frame.</summary>
    public void Dispose()
    {
        foreach (PositionSlot slot in _slots)
            slot.Memory.Dispose();
    }

    private void ThrowIfNotHeld(PositionSlot slot)
    {
        if (!_hasTaken || slot != _slots[_held])
            throw new InvalidOperationException("This slot is not the one the frame took last.");
    }
}
