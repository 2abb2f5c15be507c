using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Timeline;
using GpuCluster.Session.Layouts;

namespace GpuCluster.Schedules;

/// <summary>
/// The queue of requests with two threads that ask, as the window and the thread of a new graph do: none is lost, each is done once, and
/// those of one thread are done in their order.
/// </summary>
internal static class QueueSchedule
{
    private const int Each = 3;

    /// <summary>One schedule.</summary>
    /// <param name="isUnordered">Plants a fault: one thread's requests are expected in the order in which they were made by both.</param>
    public static void Run(bool isUnordered)
    {
        NotingStepper stepper = new(epochs: 2);
        TimelineModel timeline = new(new EpochHistory(HostSlot.Points), _ => { });
        using PositionStream stream = new([new HostSlot(), new HostSlot(), new HostSlot()], new Frames(forgets: true));
        using (LayoutThread layout = new(stepper, stream, timeline, null, paced: false, _ => { }, () => { }))
        {
            Thread other = new(() => Ask(layout, 1));
            other.Start();
            Ask(layout, 0);
            other.Join();
            layout.Capture();
            layout.ThrowIfFailed();
        }

        Require.That(stepper.Moves == 2 * Each, $"{stepper.Moves} of {2 * Each} moves were done");
        Require.That(
            stepper.Pins.Count(point => point == 0) == Each && stepper.Pins.Count(point => point == 1) == Each,
            $"pinned {string.Join(' ', stepper.Pins)}"
        );
        if (isUnordered)
            Require.That(stepper.Pins.SequenceEqual(stepper.Pins.Order()), "the threads took turns");
    }

    private static void Ask(LayoutThread layout, int point)
    {
        for (int i = 0; i < Each; i++)
        {
            layout.Pin([point]);
            layout.Move([point], [System.Numerics.Vector3.Zero]);
        }
    }
}
