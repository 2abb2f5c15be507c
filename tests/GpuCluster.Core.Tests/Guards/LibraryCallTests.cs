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

    [Fact]
    public void Calls_one_after_the_other_share_a_thread_also_where_one_throws()
    {
        LibraryThreads threads = new();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Assert.Throws<FormatException>(() => LibraryCall.Run<int>(threads, 0, Minute, () => throw new FormatException(), cancellation));

        Thread[] used = [.. Enumerable.Range(0, 50).Select(_ => Run(() => Thread.CurrentThread))];

        // One, unless the machine pauses between two calls for longer than a free thread waits.
        Assert.InRange(used.Distinct().Count(), 1, 5);
        Thread.Sleep(TimeSpan.FromSeconds(1.5));
        Assert.Equal(8, Run(() => 8));

        T Run<T>(Func<T> call) => LibraryCall.Run(threads, 0, Minute, call, cancellation);
    }

    [Fact]
    public void A_thread_whose_caller_has_left_is_not_shared_until_its_call_ends()
    {
        LibraryThreads threads = new();
        using ManualResetEventSlim released = new();
        int held = 0;
        Assert.Throws<TimeoutException>(() =>
            LibraryCall.Run(
                threads,
                0,
                TimeSpan.Zero,
                () =>
                {
                    held = Environment.CurrentManagedThreadId;
                    return Endless(released);
                },
                TestContext.Current.CancellationToken
            )
        );

        int next = LibraryCall.Run(0, Minute, () => Environment.CurrentManagedThreadId, TestContext.Current.CancellationToken);

        Assert.NotEqual(held, next);
        released.Set();
    }

    private static int Endless(ManualResetEventSlim released)
    {
        released.Wait();
        return 0;
    }
}
