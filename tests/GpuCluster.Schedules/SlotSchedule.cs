using System.Numerics;
using GpuCluster.Core.Streaming;
using Microsoft.Coyote.Runtime;

namespace GpuCluster.Schedules;

/// <summary>
/// The slot protocol among its three threads: the layout thread writes epochs, the frame thread takes the newest, submits it or gives it
/// back, and the device reads what was submitted. No one reads a slot while it is written, epochs never go back, and the last epoch is
/// seen.
/// </summary>
internal static class SlotSchedule
{
    private const int Epochs = 6;
    private const int FramesDrawn = 8;

    /// <summary>One schedule.</summary>
    /// <param name="isDeviceForgotten">Plants a fault: slots are written while the device reads them.</param>
    public static void Run(bool isDeviceForgotten)
    {
        Frames frames = new(isDeviceForgotten);
        using PositionStream stream = new([new HostSlot(), new HostSlot(), new HostSlot()], frames);
        Queue<(ulong Frame, PositionSlot Slot, int Epoch)> submitted = [];
        object device = new();
        bool isOver = false;

        Thread layout = new(() =>
        {
            for (int epoch = 1; epoch <= Epochs; epoch++)
            {
                Write(stream.BeginWrite(CancellationToken.None), epoch);
                stream.Publish(epoch);
            }
        });
        Thread reader = new(() =>
        {
            while (true)
            {
                (ulong frame, PositionSlot slot, int epoch) next;
                lock (device)
                {
                    while (submitted.Count == 0 && !isOver)
                        Monitor.Wait(device);
                    if (!submitted.TryDequeue(out next))
                        return;
                }

                Read(next.slot, next.epoch, "the device");
                frames.Finish(next.frame);
            }
        });
        layout.Start();
        reader.Start();
        int last = 0;
        for (ulong frame = 1; frame <= FramesDrawn; frame++)
            last = Draw(stream, frame, last, submitted, device);
        layout.Join();
        last = Draw(stream, FramesDrawn + 1, last, submitted, device);
        lock (device)
        {
            isOver = true;
            Monitor.PulseAll(device);
        }

        reader.Join();
        Require.That(last == Epochs, $"the last epoch seen is {last}");
        Require.That(!stream.HasNewer, "an epoch is left");
    }

    private static int Draw(
        PositionStream stream,
        ulong frame,
        int last,
        Queue<(ulong Frame, PositionSlot Slot, int Epoch)> submitted,
        object device
    )
    {
        stream.TryTakeNewest(out PositionSlot? slot);
        if (slot is null)
            return last;
        Require.That(slot.Epoch >= last, $"epoch {slot.Epoch} after {last}");
        Read(slot, slot.Epoch, "the frame thread");
        // Every third frame is abandoned, as where the window has another size.
        if (frame % 3 == 0)
        {
            stream.GiveBack(slot);
            return slot.Epoch;
        }

        stream.Submitted(slot, frame);
        lock (device)
        {
            submitted.Enqueue((frame, slot, slot.Epoch));
            Monitor.PulseAll(device);
        }

        return slot.Epoch;
    }

    // Between the two positions another thread may have its turn.
    private static void Write(PositionSlot slot, int epoch)
    {
        slot.Memory.Positions[0] = new Vector4(epoch);
        SchedulingPoint.Interleave();
        slot.Memory.Positions[1] = new Vector4(epoch);
    }

    private static void Read(PositionSlot slot, int epoch, string who)
    {
        float first = slot.Memory.Positions[0].X;
        SchedulingPoint.Interleave();
        float second = slot.Memory.Positions[1].X;
        Require.That(first == epoch && second == epoch, $"{who} reads {first} and {second} of epoch {epoch}");
    }
}
