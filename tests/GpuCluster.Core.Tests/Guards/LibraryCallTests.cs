using System.Diagnostics;
using GpuCluster.Core.Guards;

namespace GpuCluster.Core.Tests.Guards;

/// <summary>A library that never returns does not hold its caller.</summary>
public sealed class LibraryCallTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void What_the_call_returns_or_throws_comes_through()
    {
        Assert.Equal(7, LibraryCall.Run(0, Minute, () => 7, TestContext.Current.CancellationToken));
        Assert.Equal(
            "the library's own",
            Assert
                .Throws<FormatException>(() => LibraryCall.Run<int>(0, Minute, () => throw new FormatException("the library's own")))
                .Message
        );
    }

    [Fact]
    public void A_cancellation_leaves_a_call_that_does_not_return()
    {
        using ManualResetEventSlim released = new();
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(50));
        Stopwatch clock = Stopwatch.StartNew();

        Assert.ThrowsAny<OperationCanceledException>(() => LibraryCall.Run(0, Minute, () => Endless(released), source.Token));

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
        released.Set();
    }

    [Fact]
    public void A_call_beyond_its_time_is_left()
    {
        using ManualResetEventSlim released = new();

        TimeoutException fault = Assert.Throws<TimeoutException>(() =>
            LibraryCall.Run(512 << 10, TimeSpan.FromSeconds(0.5), () => Endless(released))
        );

        Assert.Contains("not read within the 1 s", fault.Message);
        released.Set();
    }

    [Fact]
    public void A_larger_file_has_more_time() =>
        Assert.Equal(
            1,
            LibraryCall.Run(
                60 << 20,
                TimeSpan.Zero,
                () =>
                {
                    Thread.Sleep(300);
                    return 1;
                },
                TestContext.Current.CancellationToken
            )
        );

    private static int Endless(ManualResetEventSlim released)
    {
        released.Wait();
        return 0;
    }
}
