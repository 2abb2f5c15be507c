using System.Diagnostics;
using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Timeline;
using GpuCluster.Session.Layouts;
using GpuCluster.Session.Scenes;

namespace GpuCluster.Session.Tests.Layouts;

/// <summary>A layout thread with memory for slots, and the test in place of the frame thread.</summary>
internal sealed class LiveLayout : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PositionStream _stream;
    private ulong _frame;

    public LiveLayout(
        ILayoutStepper stepper,
        bool paced = true,
        MetricsMeter? figures = null,
        Func<LayoutCapture, IUmapStepper>? onHost = null
    )
    {
        Timeline = new TimelineModel(new EpochHistory(stepper.Count), _ => { });
        _stream = new PositionStream(
            [new Memory(stepper.Count), new Memory(stepper.Count), new Memory(stepper.Count)],
            new FinishedFrames()
        );
        Thread = new LayoutThread(
            stepper,
            _stream,
            Timeline,
            figures,
            paced,
            positions => Published = positions.Values.ToArray(),
            () => { },
            onHost: onHost
        );
    }

    public TimelineModel Timeline { get; }

    public LayoutThread Thread { get; }

    /// <summary>What the layout's owner was given last.</summary>
    public Vector4[] Published { get; private set; } = [];

    /// <summary>The newest positions and their epoch.</summary>
    public (int Epoch, Vector4[] Positions) Shown
    {
        get
        {
            _stream.TryTakeNewest(out PositionSlot? slot);
            if (slot is null)
                return (-1, []);
            _stream.Submitted(slot, ++_frame);
            return (slot.Epoch, slot.Memory.Positions.ToArray());
        }
    }

    /// <summary>Waits until something holds; a failure of the layout fails the test.</summary>
    public void Until(Func<bool> holds)
    {
        long began = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Thread.ThrowIfFailed();
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "it never came");
            System.Threading.Thread.Sleep(1);
        }
    }

    /// <summary>Waits until an epoch is shown.</summary>
    public Vector4[] UntilShown(int epoch)
    {
        (int Epoch, Vector4[] Positions) shown = (-1, []);
        Until(() => (shown = Shown).Epoch == epoch);
        return shown.Positions;
    }

    public void Dispose()
    {
        Thread.Dispose();
        _stream.Dispose();
    }

    private sealed class Memory(int count) : IPositionSlotMemory
    {
        private readonly Vector4[] _positions = new Vector4[count];

        public int Count => count;

        public ExportedMemory? Exported => null;

        public Span<Vector4> Positions => _positions;

        public void Flush() { }

        public void Dispose() { }
    }

    /// <summary>A device that finishes every frame at once.</summary>
    private sealed class FinishedFrames : IFrameTimeline
    {
        public ulong Completed => ulong.MaxValue;

        public void Wait(ulong value, CancellationToken cancellation) { }
    }
}
