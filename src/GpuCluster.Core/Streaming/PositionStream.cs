using System.Diagnostics.CodeAnalysis;

namespace GpuCluster.Core.Streaming;

/// <summary>
/// Passes positions from the layout thread to the frame thread and on to the device, never torn and always the newest. Owns the memory of
/// three slots.
/// </summary>
/// <remarks>
/// How it works. Two threads share three slots; <see cref="LatestSlot"/> ensures that exactly one of layout thread, frame thread and
/// exchange holds each slot.
/// <para>
/// Layout thread, per epoch: <see cref="BeginWrite(CancellationToken)"/> returns the slot that it holds; it writes every position;
/// <see cref="Publish"/> hands the slot over. An epoch that the frame thread did not fetch in time is replaced by the next one, and its
/// slot is written again.
/// </para>
/// <para>
/// Frame thread, per frame: <see cref="TryTakeNewest"/> returns the newest slot, or reports that the slot being drawn is still the newest.
/// It records and submits commands that read the slot, then calls <see cref="Submitted"/> with the frame's value, for a submit that
/// succeeded only. A frame that is abandoned (swapchain out of date, minimised, device lost) calls <see cref="GiveBack"/> instead: the slot
/// counts as unread and the next take offers it again, or a newer one.
/// </para>
/// <para>
/// Device: a submitted frame reads its slot until the timeline reaches the frame's value, possibly long after the frame thread has released
/// the slot. So a slot records the last frame value that reads it, and <see cref="BeginWrite(CancellationToken)"/> waits for that value.
/// The frame thread records it while it holds the slot, before the exchange can pass the slot on, so the layout thread always sees it. The
/// wait ends because the value was submitted; if the device is lost, it is cancelled. A writer on the device that draws does not need the
/// wait of the host: its own queue waits for that value, writes, and signals a second timeline, for which the frame waits
/// (<see cref="ExportedMemory"/>).
/// </para>
/// Nothing else waits: publishing and taking are one atomic exchange each, and with two slots elsewhere the layout thread always has one to
/// write.
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
    /// <param name="timeline">The timeline whose values are passed to <see cref="Submitted"/>.</param>
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

    /// <summary>Any thread: true while an epoch waits to be taken, so that an idle loop draws it.</summary>
    public bool HasNewer => _latest.HasNews;

    /// <summary>
    /// Layout thread: the slot to write next, once the device has finished reading it. Calling it again before <see cref="Publish"/> gives
    /// the same slot.
    /// </summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the stream is unchanged.</exception>
    public PositionSlot BeginWrite(CancellationToken cancellation) => BeginWrite(_ => false, cancellation);

    /// <summary>
    /// The same for a writer that may leave the write to a device. Then nothing is waited for here: the device waits for the frame that
    /// still reads the slot (<see cref="ExportedMemory.ReadBy"/>).
    /// </summary>
    /// <param name="isWrittenByDevice">Whether a device will write this target's exported memory.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the stream is unchanged.</exception>
    public PositionSlot BeginWrite(Func<IPositionTarget, bool> isWrittenByDevice, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        PositionSlot slot = _slots[_writing];
        if (slot.Memory.Exported is { } exported)
            exported.ReadBy = slot.LastReadBy;
        if ((slot.Memory.Exported is null || !isWrittenByDevice(slot.Memory)) && _timeline.Completed < slot.LastReadBy)
            _timeline.Wait(slot.LastReadBy, cancellation);
        _mayWrite = true;
        return slot;
    }

    /// <summary>
    /// Layout thread: flushes the slot of <see cref="BeginWrite(CancellationToken)"/> and makes it the newest. It must not be touched
    /// afterwards.
    /// </summary>
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
    /// <param name="slot">The slot to draw: the newest, or, if there is no newer one, the slot taken last (to draw again); null before the
    /// first epoch.</param>
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
    /// Frame thread: the frame was abandoned without a submit that reads <paramref name="slot"/>. The next take returns it again, unless a
    /// newer one was published. The frame thread keeps holding it: returning it to the exchange could replace a newer epoch.
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
