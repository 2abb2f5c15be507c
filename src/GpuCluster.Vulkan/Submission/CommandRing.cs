using GpuCluster.Vulkan.Devices;

namespace GpuCluster.Vulkan.Submission;

/// <summary>
/// The frames in flight: while the device draws one, the host records the next. Each has its own command buffer, descriptor sets,
/// timestamps and acquire semaphore, reused once the timeline shows that the device has finished with them. One thread.
/// </summary>
public sealed class CommandRing : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly CommandFrame[] _frames;
    private int _next;

    /// <summary>Makes a ring.</summary>
    /// <param name="device">The device.</param>
    /// <param name="framesInFlight">Two keep host and device both busy; each more adds a frame of delay between input and picture.</param>
    public CommandRing(VulkanDevice device, int framesInFlight = 2)
    {
        _device = device;
        _frames = new CommandFrame[framesInFlight];
        for (int i = 0; i < framesInFlight; i++)
            _frames[i] = new CommandFrame(device, i);
    }

    /// <summary>Frames in flight.</summary>
    public int Count => _frames.Length;

    /// <summary>Waits until the oldest frame is finished and begins to record into its command buffer.</summary>
    public CommandFrame Begin(CancellationToken cancellation = default)
    {
        CommandFrame frame = _frames[_next];
        _device.TimelineSemaphore.Wait(frame.Value, cancellation);
        _device.Retirement.Collect();
        frame.Begin();
        return frame;
    }

    /// <summary>Ends recording and submits.</summary>
    /// <param name="frame">The frame from <see cref="Begin"/>.</param>
    /// <param name="wait">A binary semaphore to wait for, or default.</param>
    /// <param name="signal">A binary semaphore to signal, or default.</param>
    /// <param name="after">A value of another timeline that the whole frame waits for, or default.</param>
    /// <returns>The timeline's value once the frame is finished.</returns>
    public ulong Submit(
        CommandFrame frame,
        Silk.NET.Vulkan.Semaphore wait = default,
        Silk.NET.Vulkan.Semaphore signal = default,
        TimelineWait after = default
    )
    {
        frame.End();
        frame.Value = _device.Submit(frame.Commands.Handle, wait, signal, after);
        _next = (_next + 1) % _frames.Length;
        return frame.Value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CommandFrame frame in _frames)
            frame.Dispose();
    }
}
