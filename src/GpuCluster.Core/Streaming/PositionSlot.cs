namespace GpuCluster.Core.Streaming;

/// <summary>
/// One of the three slots for the n positions. <see cref="PositionStream"/> decides who holds it: the layout thread, the frame thread, or
/// the exchange between them. Only the holder accesses its memory and these fields.
/// </summary>
public sealed class PositionSlot
{
    internal PositionSlot(int index, IPositionSlotMemory memory)
    {
        Index = index;
        Memory = memory;
    }

    /// <summary>0, 1 or 2, for callers that store something per slot, such as a descriptor set.</summary>
    public int Index { get; }

    /// <summary>Where the positions are: write-only for the layout thread, read-only for the frame.</summary>
    public IPositionSlotMemory Memory { get; }

    /// <summary>The epoch whose positions were published last in this slot.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The last frame value that was submitted and reads this slot; 0 if none has.</summary>
    internal ulong LastReadBy { get; set; }
}
