using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Timeline;
using GpuCluster.Session.Layouts;
using GpuCluster.Testing;

namespace GpuCluster.Schedules;

/// <summary>
/// The layout thread, its publisher and its queue of requests, while the window thread asks at random and draws: the stepper is used by one
/// thread at a time, every request is done once and in order, no picture is torn, and all threads end.
/// </summary>
internal static class LayoutSchedule
{
    private const int Epochs = 3;

    /// <summary>One schedule.</summary>
    /// <param name="requests">What is asked for is drawn by this number.</param>
    /// <param name="isShared">Plants a fault: the window thread reads the stepper itself.</param>
    public static void Run(long requests, bool isShared)
    {
        SeededRandom random = new(requests, "requests", 0);
        NotingStepper stepper = new(Epochs);
        TimelineModel timeline = new(new EpochHistory(HostSlot.Points), _ => { });
        using PositionStream stream = new([new HostSlot(), new HostSlot(), new HostSlot()], new Frames(forgets: true));
        List<int> pins = [];
        ulong frame = 0;
        using (LayoutThread layout = new(stepper, stream, timeline, null, paced: random.OnceIn(2), _ => { }, () => { }))
        {
            for (int i = 0; i < 6; i++)
            {
                Ask(layout, random, pins);
                Draw(stream, ++frame);
                layout.FrameDrawn();
                if (isShared)
                    stepper.Read();
            }

            pins.Add(1);
            layout.Pin([1]);
            LayoutCapture(layout);
            layout.ThrowIfFailed();
        }

        Require.That(stepper.Pins.SequenceEqual(pins), $"pinned {string.Join(' ', stepper.Pins)}, asked {string.Join(' ', pins)}");
        Draw(stream, ++frame);
    }

    // What was asked before it is done when it is answered.
    private static void LayoutCapture(LayoutThread layout) => layout.Capture();

    private static void Ask(LayoutThread layout, SeededRandom random, List<int> pins)
    {
        switch (random.Below(8))
        {
            case 0:
                layout.TogglePause();
                break;
            case 1:
                layout.StepOnce();
                break;
            case 2:
                int point = random.Below(HostSlot.Points);
                pins.Add(point);
                layout.Pin([point]);
                break;
            case 3:
                layout.Move([0], [Vector3.Zero]);
                break;
            case 4:
                layout.Restart();
                break;
            case 5:
                layout.Show(0);
                break;
            case 6:
                layout.Show(null);
                break;
            default:
                layout.Steer(layout.Status.Options!);
                break;
        }
    }

    private static void Draw(PositionStream stream, ulong frame)
    {
        stream.TryTakeNewest(out PositionSlot? slot);
        if (slot is null)
            return;
        Vector4 first = slot.Memory.Positions[0],
            second = slot.Memory.Positions[1];
        Require.That(first == second, $"a torn picture: {first.X} and {second.X}");
        stream.Submitted(slot, frame);
    }
}
