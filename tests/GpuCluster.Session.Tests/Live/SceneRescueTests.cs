using GpuCluster.Session.Scenes;

namespace GpuCluster.Session.Tests.Live;

/// <summary>Which thread keeps the scene of a window that ends, and how often.</summary>
public sealed class SceneRescueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_windows_thread_writes_what_another_thread_asks_for()
    {
        using SceneRescue rescue = new();
        using ManualResetEventSlim woken = new();
        int thread = 0;
        rescue.Begin(
            always =>
            {
                thread = Environment.CurrentManagedThreadId;
                return always ? "file" : null;
            },
            woken.Set
        );
        rescue.KeepIfAsked();
        Assert.Equal(0, thread);

        Thread failed = new(() => rescue.Ask(Long));
        failed.Start();
        Assert.True(woken.Wait(Long, TestContext.Current.CancellationToken));
        rescue.KeepIfAsked();
        failed.Join();
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Equal("file", rescue.Kept);
    }

    [Fact]
    public void Where_the_windows_thread_does_not_answer_the_other_one_writes()
    {
        using SceneRescue rescue = new();
        rescue.Begin(_ => "file", () => { });
        rescue.Ask(TimeSpan.Zero);
        Assert.Equal("file", rescue.Kept);
    }

    [Fact]
    public void It_is_written_once_and_not_after_the_end_and_a_failure_is_silent()
    {
        int count = 0;
        using (SceneRescue rescue = new())
        {
            rescue.Begin(_ => $"file {++count}", () => { });
            rescue.Keep(always: false);
            rescue.Keep(always: true);
            rescue.Ask(TimeSpan.Zero);
            Assert.Equal(("file 1", 1), (rescue.Kept, count));
        }

        using SceneRescue ended = new();
        ended.Begin(_ => "file", () => { });
        ended.End();
        ended.Ask(TimeSpan.Zero);
        Assert.Null(ended.Kept);

        using SceneRescue full = new();
        full.Begin(_ => throw new IOException("full"), () => { });
        full.Keep(always: true);
        Assert.Null(full.Kept);
    }
}
