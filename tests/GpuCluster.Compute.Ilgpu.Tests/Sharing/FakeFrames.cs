using GpuCluster.Core.Streaming;

namespace GpuCluster.Compute.Ilgpu.Tests.Sharing;

/// <summary>Frames that a test finishes; counts how often the host waits for one.</summary>
internal sealed class FakeFrames : IFrameTimeline
{
    public int HostWaits { get; private set; }

    public ulong Completed { get; set; }

    public void Wait(ulong value, CancellationToken cancellation)
    {
        HostWaits++;
        Completed = value;
    }
}
