using System.Collections.Concurrent;
using System.Numerics;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Core.Tests.Streaming;

/// <summary>
/// Layout thread, frame thread and a device thread at full speed: what the device reads is whole, never older than before, and never
/// changes under it.
/// </summary>
public sealed class PositionStreamStressTests
{
    private const int Points = 256;
    private const int Epochs = 8_000;

    [Fact]
    public async Task Three_threads_never_see_a_torn_or_older_epoch()
    {
        Memory[] memories = [new(), new(), new()];
        using Timeline timeline = new();
        using PositionStream stream = new(memories, timeline);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using BlockingCollection<(ulong Frame, Vector4[] Positions, int Epoch)> submits = new(boundedCapacity: 2);

        // A failure in one thread must end the others, not hang the test.
        Task Start(Action body) =>
            Task.Factory.StartNew(
                () =>
                {
                    try
                    {
                        body();
                    }
                    catch
                    {
                        stop.Cancel();
                        throw;
                    }
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );

        Task layout = Start(() =>
        {
            for (int epoch = 1; epoch <= Epochs; epoch++)
            {
                Span<Vector4> positions = stream.BeginWrite(stop.Token).Memory.Positions;
                for (int i = 0; i < positions.Length; i++)
                    positions[i] = new Vector4(epoch);
                stream.Publish(epoch);
            }
        });

        int drawn = 0;
        Task frames = Start(() =>
        {
            ulong frame = 0;
            int last = 0;
            for (int turn = 0; last < Epochs; turn++)
            {
                stop.Token.ThrowIfCancellationRequested();
                bool isNew = stream.TryTakeNewest(out PositionSlot? slot);
                if (slot is null)
                    continue;
                Assert.True(slot.Epoch >= last);
                Assert.True(isNew || slot.Epoch == last);
                if (turn % 7 == 3)
                {
                    stream.GiveBack(slot);
                    continue;
                }

                last = slot.Epoch;
                drawn++;
                // As on a device: the commands go into the queue first, and the value is noted once the submit has succeeded.
                submits.Add((++frame, memories[slot.Index].Array, slot.Epoch), stop.Token);
                stream.Submitted(slot, frame);
            }

            submits.CompleteAdding();
        });

        Task device = Start(() =>
        {
            foreach ((ulong frame, Vector4[] positions, int epoch) in submits.GetConsumingEnumerable(stop.Token))
            {
                Vector4 expected = new(epoch);
                for (int i = 0; i < positions.Length; i++)
                    Assert.Equal(expected, positions[i]);
                timeline.Finish(frame);
            }
        });

        await Task.WhenAll(layout, frames, device);
        Assert.True(drawn > 0);
        Assert.False(stream.HasNewer);
    }

    [Fact]
    public async Task A_wait_for_a_frame_that_never_finishes_can_be_cancelled()
    {
        using Timeline timeline = new();
        using PositionStream stream = new([new Memory(), new Memory(), new Memory()], timeline);
        using CancellationTokenSource cancel = new();
        for (ulong frame = 1; frame <= 2; frame++)
        {
            stream.BeginWrite(cancel.Token);
            stream.Publish(1);
            Assert.True(stream.TryTakeNewest(out PositionSlot? slot));
            stream.Submitted(slot, frame);
        }

        stream.BeginWrite(cancel.Token);
        stream.Publish(2);
        Task blocked = Task.Run(() => stream.BeginWrite(cancel.Token), TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked);
    }

    private sealed class Memory : IPositionSlotMemory
    {
        public Vector4[] Array { get; } = new Vector4[Points];

        public int Count => Points;

        public ExportedMemory? Exported => null;

        public Span<Vector4> Positions => Array;

        public void Flush() { }

        public void Dispose() { }
    }

    private sealed class Timeline : IFrameTimeline, IDisposable
    {
        private readonly ManualResetEventSlim _changed = new();
        private ulong _completed;

        public ulong Completed => Volatile.Read(ref _completed);

        public void Finish(ulong value)
        {
            Volatile.Write(ref _completed, value);
            _changed.Set();
        }

        public void Wait(ulong value, CancellationToken cancellation)
        {
            while (Completed < value)
            {
                _changed.Wait(cancellation);
                _changed.Reset();
            }
        }

        public void Dispose() => _changed.Dispose();
    }
}
