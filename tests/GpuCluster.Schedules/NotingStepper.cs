using System.Numerics;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;
using Microsoft.Coyote.Runtime;

namespace GpuCluster.Schedules;

/// <summary>A layout of two points that notes what is asked of it, and finds two threads in it at once.</summary>
internal sealed class NotingStepper(int epochs) : IUmapStepper
{
    private const int Points = HostSlot.Points;

    private float _value;
    private bool _isBusy;

    /// <summary>The first point of each pin, in order.</summary>
    public List<int> Pins { get; } = [];

    /// <summary>Moves that were done.</summary>
    public int Moves { get; private set; }

    public int Count => Points;

    public int Dims => 3;

    public int Epoch { get; private set; }

    public int Epochs { get; private set; } = epochs;

    public LayoutGraph Graph { get; } = new(new int[Points + 1], [], []);

    public Layout Initial { get; } = new(Points, 3, new float[3 * Points]);

    public UmapOptions Options { get; private set; } = new();

    public void Step() =>
        Alone(() =>
        {
            Epoch++;
            _value++;
        });

    public void WriteTo(IPositionTarget target) =>
        Alone(() =>
        {
            target.Positions[0] = new Vector4(_value);
            SchedulingPoint.Interleave();
            target.Positions[1] = new Vector4(_value);
        });

    public Layout Read()
    {
        Layout? read = null;
        Alone(() => read = new Layout(Points, 3, [.. Enumerable.Repeat(_value, 3 * Points)]));
        return read!;
    }

    public void Restart() =>
        Alone(() =>
        {
            Epoch = 0;
            _value = 0;
        });

    public void Steer(UmapOptions options) => Alone(() => Options = options);

    public void Continue(int epochs) => Alone(() => (Epoch, Epochs) = (0, epochs));

    public LayoutMoment Keep() => LayoutMoment.Of(this);

    public void GoBackTo(LayoutMoment moment) =>
        Alone(() => (Epoch, Epochs, _value) = (moment.Epoch, moment.Epochs, moment.Positions[0].X));

    public void Move(ReadOnlySpan<int> points, ReadOnlySpan<Vector3> positions) => Alone(() => Moves++);

    public void Pin(ReadOnlySpan<int> points)
    {
        int first = points[0];
        Alone(() => Pins.Add(first));
    }

    public LayoutLoss Loss() => new(1, 1);

    public void Dispose() { }

    private void Alone(Action act)
    {
        Require.That(!_isBusy, "two threads use the stepper at once");
        _isBusy = true;
        SchedulingPoint.Interleave();
        act();
        _isBusy = false;
    }
}
