using System.Numerics;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Core.Tests.Streaming;

/// <summary>A stream whose slots a device writes: what the host waits for then, and what it leaves to the device.</summary>
public sealed class DeviceWriteTests
{
    private readonly Frames _frames = new();

    [Fact]
    public void The_device_gets_the_frame_to_wait_for_and_the_host_waits_for_none()
    {
        using PositionStream stream = DrawnThrice(isExported: true);
        PositionSlot slot = stream.BeginWrite(_ => true, TestContext.Current.CancellationToken);
        Assert.Empty(_frames.Waits);
        Assert.Equal(1ul, slot.Memory.Exported!.ReadBy);
    }

    [Fact]
    public void A_device_that_cannot_write_leaves_the_wait_to_the_host()
    {
        using PositionStream stream = DrawnThrice(isExported: true);
        PositionSlot slot = stream.BeginWrite(_ => false, TestContext.Current.CancellationToken);
        Assert.Equal([1ul], _frames.Waits);
        // Nothing is left to wait for where a write by the device fails later.
        slot.Memory.Exported!.WaitForReaders(TestContext.Current.CancellationToken);
        Assert.Equal([1ul], _frames.Waits);
    }

    [Fact]
    public void Memory_that_is_not_exported_is_not_offered_to_a_device()
    {
        using PositionStream stream = DrawnThrice(isExported: false);
        stream.BeginWrite(_ => throw new InvalidOperationException("there is nothing to import"), TestContext.Current.CancellationToken);
        Assert.Equal([1ul], _frames.Waits);
    }

    [Fact]
    public void A_write_that_fails_on_the_device_waits_for_its_readers_before_the_host_writes()
    {
        using PositionStream stream = DrawnThrice(isExported: true);
        PositionSlot slot = stream.BeginWrite(_ => true, TestContext.Current.CancellationToken);
        slot.Memory.Exported!.WaitForReaders(TestContext.Current.CancellationToken);
        Assert.Equal([1ul], _frames.Waits);
        Assert.Throws<OperationCanceledException>(() => stream.BeginWrite(_ => true, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Writes_are_counted_as_they_are_queued()
    {
        using PositionStream stream = DrawnThrice(isExported: true);
        ExportedMemory exported = stream.BeginWrite(TestContext.Current.CancellationToken).Memory.Exported!;
        Assert.Equal((0ul, 1ul), (exported.LastWrite, exported.NextWrite));
        exported.Wrote();
        Assert.Equal((1ul, 2ul), (exported.LastWrite, exported.NextWrite));
    }

    /// <summary>Frames 1, 2 and 3 read the three slots, and none is finished.</summary>
    private PositionStream DrawnThrice(bool isExported)
    {
        PositionStream stream = new([.. Enumerable.Range(0, 3).Select(_ => new Slot(_frames, isExported))], _frames);
        for (int frame = 1; frame <= 3; frame++)
        {
            stream.BeginWrite(CancellationToken.None);
            stream.Publish(frame);
            Assert.True(stream.TryTakeNewest(out PositionSlot? slot));
            stream.Submitted(slot, (ulong)frame);
        }

        return stream;
    }

    private sealed class Slot : IPositionSlotMemory
    {
        private readonly Vector4[] _positions = new Vector4[1];

        public Slot(Frames frames, bool isExported)
        {
            ExportedTimeline timeline = new(() => throw new InvalidOperationException("nothing is imported here"));
            Exported = isExported
                ? new ExportedMemory(16, DeviceIdentity.Host, timeline.Open)
                {
                    Frames = timeline,
                    Writes = timeline,
                    Finished = frames,
                }
                : null;
        }

        public int Count => 1;

        public ExportedMemory? Exported { get; }

        public Span<Vector4> Positions => _positions;

        public void Flush()
        {
            // The host's memory.
        }

        public void Dispose() => Exported?.Dispose();
    }

    private sealed class Frames : IFrameTimeline
    {
        public List<ulong> Waits { get; } = [];

        public ulong Completed { get; private set; }

        public void Wait(ulong value, CancellationToken cancellation)
        {
            Waits.Add(value);
            Completed = value;
        }
    }
}
