using GpuCluster.Core.Devices;
using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Core.Streaming;

/// <summary>
/// Memory of a device for n positions that a compute interface of the same device can import, so that it writes where the renderer reads,
/// with the two timelines that order both.
/// </summary>
/// <remarks>
/// How a write goes, on the thread that holds the slot. The writer queues a wait for <see cref="Frames"/> to reach <see cref="ReadBy"/>,
/// what writes the positions, and a signal of <see cref="Writes"/> with <see cref="NextWrite"/>; then it calls <see cref="Wrote"/>. The
/// host waits for none of them: a frame that reads the memory waits on the device. Where one of the calls fails, the writer calls
/// <see cref="WaitForReaders"/> and writes <see cref="IPositionTarget.Positions"/> instead.
/// </remarks>
/// <param name="bytes">Size of the whole allocation in bytes, which importers have to state; positions begin at its first byte.</param>
/// <param name="device">The device that holds the memory; only this one can import it.</param>
/// <param name="open">Makes a new handle of the memory, which the caller owns.</param>
public sealed class ExportedMemory(long bytes, DeviceIdentity device, Func<SafeFileHandle> open) : IDisposable
{
    private IDisposable? _import;

    /// <summary>Size of the whole allocation in bytes.</summary>
    public long Bytes => bytes;

    /// <summary>The device that holds the memory.</summary>
    public DeviceIdentity Device => device;

    /// <summary>Rises as frames are finished; its values are those of <see cref="Finished"/>.</summary>
    public required ExportedTimeline Frames { get; init; }

    /// <summary>The same counter, for the host.</summary>
    public required IFrameTimeline Finished { get; init; }

    /// <summary>Rises as writes of this memory are finished; the importer signals it, the frame waits for it.</summary>
    public required ExportedTimeline Writes { get; init; }

    /// <summary>Receives why the memory could not be written by a device, once; null for nothing.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>The frame that has to be finished before the memory is written; 0 for none.</summary>
    public ulong ReadBy { get; internal set; }

    /// <summary>The value of the last write that was queued; 0 before the first. A frame that reads the memory waits for it.</summary>
    public ulong LastWrite { get; private set; }

    /// <summary>The value that the next write signals.</summary>
    public ulong NextWrite => LastWrite + 1;

    /// <summary>A new handle: a file descriptor on Linux, an NT handle on Windows. The caller closes it, unless an import takes it
    /// over.</summary>
    /// <exception cref="Errors.MachineFaultException">The driver refuses.</exception>
    public SafeFileHandle Open() => open();

    /// <summary>Keeps what an importer made of the memory, and ends it before the memory is freed. An earlier import ends now.</summary>
    /// <param name="import">May be disposed earlier by its owner, so it is disposed twice.</param>
    public void Hold(IDisposable import)
    {
        if (_import != import)
            _import?.Dispose();
        _import = import;
    }

    /// <summary>The signal of <see cref="NextWrite"/> was queued.</summary>
    public void Wrote() => LastWrite++;

    /// <summary>Waits on the host for what <see cref="ReadBy"/> orders on the device, so that the host may write instead.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void WaitForReaders(CancellationToken cancellation)
    {
        if (Finished.Completed < ReadBy)
            Finished.Wait(ReadBy, cancellation);
    }

    /// <summary>Ends the import. The exporter calls it before it frees the memory.</summary>
    public void Dispose()
    {
        _import?.Dispose();
        _import = null;
    }
}
