using GpuCluster.Session.Live;

namespace GpuCluster.Session.Tests.Live;

/// <summary>When a window draws its next frame.</summary>
public sealed class FrameDueTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void A_frame_is_due_a_sixtieth_of_a_second_after_the_last()
    {
        FrameDue due = new(_clock);
        due.Begins();
        _clock.Pass(1 / 240.0);
        Assert.Equal(3 / 240.0, due.Left(yields: false).TotalSeconds, 1e-6);
        _clock.Pass(1);
        Assert.Equal(TimeSpan.Zero, due.Left(yields: false));
    }

    [Fact]
    public void Where_the_layout_comes_first_a_frame_waits_for_a_fifteenth_of_a_second()
    {
        FrameDue due = new(_clock);
        _clock.Pass(2);
        due.Begins();
        _clock.Pass(1 / 60.0);
        Assert.Equal(TimeSpan.Zero, due.Left(yields: false));
        Assert.Equal((1 / 15.0) - (1 / 60.0), due.Left(yields: true).TotalSeconds, 1e-6);
    }

    [Fact]
    public void An_input_brings_the_full_rate_back_until_the_gesture_has_ended()
    {
        FrameDue due = new(_clock);
        _clock.Pass(2);
        due.Touched();
        _clock.Pass(0.4);
        due.Begins();
        Assert.Equal(1 / 60.0, due.Left(yields: true).TotalSeconds, 1e-6);
        _clock.Pass(0.1);
        due.Begins();
        Assert.Equal(1 / 15.0, due.Left(yields: true).TotalSeconds, 1e-6);
    }

    /// <summary>Time that passes only where the test says so.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _now;

        public void Pass(double seconds) => _now += (long)(seconds * TimestampFrequency);
    }
}
