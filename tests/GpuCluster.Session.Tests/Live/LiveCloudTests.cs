using System.Diagnostics;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Live;
using GpuCluster.Session.Tests.Layouts;

namespace GpuCluster.Session.Tests.Live;

/// <summary>A cloud starts threads: where it cannot be made after all, none of them goes on.</summary>
/// <remarks>Threads are found by their names, so no other test may run a layout meanwhile.</remarks>
[Collection(nameof(ThreadsAlone))]
public sealed class LiveCloudTests
{
    private const int Count = 50;
    private static readonly string[] Threads = ["figures", "history", "layout", "scene"];

    [Fact]
    public void A_cloud_that_fails_late_stops_every_thread_that_it_started()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names of threads are read from /proc.");
        using GraphicsDevice graphics = GraphicsDevice.Create(window: null);
        FakeStepper stepper = new(Count, int.MaxValue);
        using PreparedLayout prepared = Prepared(stepper);
        PreparedLayout late = prepared with { Similarity = Source(threads: 0) };
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(late, graphics));
        AssertNoneRuns();
        int epochs = stepper.Log.Count;
        Thread.Sleep(100);
        Assert.Equal(epochs, stepper.Log.Count);
        Assert.False(stepper.IsDisposed);

        // The same without the fault: what was not disposed can be shown, and the threads have these names.
        using (LiveCloud cloud = Make(prepared with { Similarity = Source(threads: 1) }, graphics))
        {
            long began = Stopwatch.GetTimestamp();
            while (stepper.Log.Count < epochs + 3)
                Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "the layout does not run");
            Assert.Equal(Threads, Running());
        }

        AssertNoneRuns();
        Assert.True(stepper.IsDisposed);
    }

    [Fact]
    public void A_layout_that_fails_as_its_thread_is_made_stops_the_threads_before_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names of threads are read from /proc.");
        using GraphicsDevice graphics = GraphicsDevice.Create(window: null);
        using PreparedLayout prepared = Prepared(new BrokenLayout());
        Assert.Throws<MachineFaultException>(() => Make(prepared, graphics));
        AssertNoneRuns();
    }

    private static LiveCloud Make(PreparedLayout prepared, GraphicsDevice graphics) =>
        new(
            prepared,
            graphics.Device,
            new LiveSettings
            {
                Picture = new FrameSettings
                {
                    Width = 320,
                    Height = 200,
                    ColourBy = Colourings.Auto,
                },
                Paced = false,
                OutDir = "",
            },
            fault => fault.Message,
            () => { }
        );

    private static SimilaritySource Source(int threads) =>
        new(_ => throw new UnreachableException(), threads, Seed: 1, _ => throw new UnreachableException());

    private static PreparedLayout Prepared(ILayoutStepper stepper)
    {
        float[] values = [.. Enumerable.Range(0, Count * 3).Select(i => MathF.Sin(i))];
        LayoutDataset points = new("points", new Layout(Count, 3, values), null);
        return new PreparedLayout(points, new EmbeddingMatrix(Count, 3, values), null, stepper, null, "points");
    }

    // The system ends a thread a moment after the program has seen it end.
    private static void AssertNoneRuns()
    {
        SpinWait.SpinUntil(() => !Running().Any(), TimeSpan.FromSeconds(10));
        Assert.Empty(Running());
    }

    /// <summary>Those of <see cref="Threads"/> that run, by name.</summary>
    private static IEnumerable<string> Running() =>
        Directory.GetDirectories("/proc/self/task").Select(NameOf).Where(name => Threads.Contains(name)).Order(StringComparer.Ordinal);

    // A thread that has ended meanwhile has no file any more.
    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>A layout whose device is lost before its first epoch.</summary>
    private sealed class BrokenLayout : ILayoutStepper
    {
        public int Count => LiveCloudTests.Count;

        public int Dims => 3;

        public int Epoch => 0;

        public int Epochs => throw new MachineFaultException("the device is lost");

        public void Step() { }

        public void WriteTo(IPositionTarget target) { }

        public Layout Read() => throw new UnreachableException();

        public void Restart() { }

        public void Dispose() { }
    }
}

/// <summary>Tests that count threads of the process: no other test runs beside them.</summary>
[CollectionDefinition(nameof(ThreadsAlone), DisableParallelization = true)]
public sealed class ThreadsAlone;
