using GpuCluster.Core.Layouts;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>
/// Runs epochs and waits for them now and then. A device computes epochs without a wait between them; but progress and Ctrl-C have to stay
/// within a fraction of a second of what is computed. So the number of epochs between two waits follows the time that they take.
/// </summary>
/// <param name="stepper">The layout.</param>
/// <param name="time">Measures them.</param>
internal sealed class QueuedEpochs(ILayoutStepper stepper, TimeProvider time)
{
    /// <summary>Epochs between two waits, where they are short.</summary>
    private const int MaxEpochs = 64;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(200);
    private long _began = time.GetTimestamp();
    private int _wanted = 1;
    private int _queued;

    /// <summary>Runs or queues one epoch.</summary>
    public void Step()
    {
        stepper.Step();
        if (++_queued < _wanted)
            return;
        stepper.Finish();
        TimeSpan took = time.GetElapsedTime(_began);
        _wanted =
            took < Short ? Math.Min(2 * _wanted, MaxEpochs)
            : took > Long ? Math.Max(1, _wanted / 2)
            : _wanted;
        (_queued, _began) = (0, time.GetTimestamp());
    }
}
