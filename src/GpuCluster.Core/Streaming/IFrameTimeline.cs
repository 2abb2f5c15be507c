namespace GpuCluster.Core.Streaming;

/// <summary>A counter that rises as the device finishes frames: frame v is finished once <see cref="Completed"/> is v or more.</summary>
public interface IFrameTimeline
{
    /// <summary>The last finished frame value.</summary>
    ulong Completed { get; }

    /// <summary>Waits until frame <paramref name="value"/> is finished. The value has been submitted already.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    void Wait(ulong value, CancellationToken cancellation);
}
