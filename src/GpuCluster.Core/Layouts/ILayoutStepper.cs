using GpuCluster.Core.Devices;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Core.Layouts;

/// <summary>
/// A layout that is optimised epoch by epoch on one device. It owns its state and writes copies of it. Used by one thread at a time.
/// Same graph, initial layout, options and device give the same positions to the bit, whatever the number of threads.
/// </summary>
public interface ILayoutStepper : IDisposable
{
    /// <summary>n.</summary>
    int Count { get; }

    /// <summary>2 or 3.</summary>
    int Dims { get; }

    /// <summary>Epochs done so far.</summary>
    int Epoch { get; }

    /// <summary>Epochs in all.</summary>
    int Epochs { get; }

    /// <summary>The device whose exported memory this layout can write; null where positions always go through the host.</summary>
    DeviceIdentity? SharesMemoryOf => null;

    /// <summary>
    /// Runs one epoch, or queues it where a device computes it. Does nothing once <see cref="Epoch"/> has reached <see cref="Epochs"/>.
    /// </summary>
    void Step();

    /// <summary>Waits for the epochs that are queued, so that time and progress are true. Reading positions waits too.</summary>
    void Finish() { }

    /// <summary>Writes every position as (x, y, z, 0), once; z is 0 in 2-D.</summary>
    /// <param name="target">Room for n positions or more.</param>
    void WriteTo(IPositionTarget target);

    /// <summary>
    /// Whether <see cref="WriteTo"/> leaves the write of this target to the device, ordered by the target's timelines, so that the host
    /// waits for nothing. Imports the target's memory the first time; a refusal goes to <see cref="ExportedMemory.Refused"/>.
    /// </summary>
    bool WritesOnDevice(IPositionTarget target) => false;

    /// <summary>The current positions as a layout of their own.</summary>
    Layout Read();

    /// <summary>Goes back to epoch 0 and the initial layout; one that was steered keeps its present options.</summary>
    void Restart();
}
