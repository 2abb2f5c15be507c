using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.Pipeline.Tests.Layouts;

/// <summary>How many epochs a device has before it is waited for.</summary>
public sealed class QueuedEpochsTests
{
    [Fact]
    public void Short_epochs_are_waited_for_together_and_never_more_than_64_of_them() =>
        Assert.Equal([1, 3, 7, 15, 31, 63, 127, 191, 255], Waits(milliseconds: 0.1, epochs: 300));

    [Fact]
    public void Long_epochs_are_waited_for_one_by_one() => Assert.Equal(Enumerable.Range(1, 20), Waits(milliseconds: 900, epochs: 20));

    [Fact]
    public void Epochs_between_two_waits_take_about_a_tenth_of_a_second() =>
        Assert.Equal([1, 3, 7, 11, 15, 19, 23, 27, 31], Waits(milliseconds: 20, epochs: 31));

    /// <summary>The epochs after which the device was waited for, where each takes that long.</summary>
    private static List<int> Waits(double milliseconds, int epochs)
    {
        Clock clock = new();
        Stepper stepper = new(clock, TimeSpan.FromMilliseconds(milliseconds));
        QueuedEpochs queued = new(stepper, clock);
        for (int epoch = 0; epoch < epochs; epoch++)
            queued.Step();
        return stepper.Waits;
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Stepper(Clock clock, TimeSpan epoch) : ILayoutStepper
    {
        private int _queued;

        public List<int> Waits { get; } = [];

        public int Count => 0;

        public int Dims => 2;

        public int Epoch { get; private set; }

        public int Epochs => int.MaxValue;

        public void Step() => (_queued, Epoch) = (_queued + 1, Epoch + 1);

        public void Finish()
        {
            clock.Now += _queued * epoch;
            _queued = 0;
            Waits.Add(Epoch);
        }

        public void WriteTo(IPositionTarget target) => throw new NotSupportedException();

        public Layout Read() => throw new NotSupportedException();

        public void Restart() => throw new NotSupportedException();

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
