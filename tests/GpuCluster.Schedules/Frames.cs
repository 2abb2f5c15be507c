using GpuCluster.Core.Streaming;

namespace GpuCluster.Schedules;

/// <summary>The frames of a device: submitted in order, finished in order, waited for.</summary>
/// <param name="forgets">A planted fault: says of every frame that it is finished.</param>
internal sealed class Frames(bool forgets) : IFrameTimeline
{
    private readonly object _gate = new();
    private ulong _completed;

    public ulong Completed
    {
        get
        {
            lock (_gate)
                return forgets ? ulong.MaxValue : _completed;
        }
    }

    /// <summary>The device has finished a frame.</summary>
    public void Finish(ulong value)
    {
        lock (_gate)
        {
            _completed = value;
            Monitor.PulseAll(_gate);
        }
    }

    public void Wait(ulong value, CancellationToken cancellation)
    {
        lock (_gate)
        {
            while (_completed < value)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }
        }
    }
}
