using System.Collections.Concurrent;
using System.Numerics;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Session.Tests.Layouts;

/// <summary>
/// A layout that does nothing but note what is asked of it: every point stands at (epochs done in all, its index, 0), unless it was moved.
/// </summary>
internal sealed class FakeStepper(int count, int epochs) : IUmapStepper
{
    private readonly Vector4[] _positions = [.. Enumerable.Range(0, count).Select(i => new Vector4(0, i, 0, 0))];

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Where not set, an epoch waits.</summary>
    public ManualResetEventSlim MayStep { get; } = new(initialState: true);

    /// <summary>Set once an epoch waits.</summary>
    public ManualResetEventSlim IsWaiting { get; } = new();

    /// <summary>Thrown by the next epoch.</summary>
    public Exception? Fault { get; set; }

    public bool IsDisposed { get; private set; }

    public int Count => count;

    public int Dims => 3;

    public int Epoch { get; private set; }

    public int Epochs { get; private set; } = epochs;

    public LayoutGraph Graph { get; } = new(new int[count + 1], [], []);

    public Layout Initial { get; } = new(count, 3, [.. Enumerable.Range(0, count).SelectMany(i => new float[] { 0, i, 0 })]);

    public UmapOptions Options { get; private set; } = new();

    /// <summary>Where positions were written, in order.</summary>
    public ConcurrentQueue<IPositionTarget> Targets { get; } = new();

    public void Step()
    {
        if (!MayStep.IsSet)
            IsWaiting.Set();
        if (!MayStep.Wait(30_000))
            throw new TimeoutException("nobody let the epoch go on");
        if (Fault is { } fault)
            throw fault;
        Epoch++;
        for (int i = 0; i < count; i++)
            _positions[i].X += 1;
        Log.Enqueue("step");
    }

    public void WriteTo(IPositionTarget target)
    {
        Targets.Enqueue(target);
        _positions.CopyTo(target.Positions);
    }

    public Layout Read() => new(count, 3, [.. _positions.SelectMany(at => new[] { at.X, at.Y, at.Z })]);

    public void Restart()
    {
        Epoch = 0;
        for (int i = 0; i < count; i++)
            _positions[i] = new Vector4(0, i, 0, 0);
        Log.Enqueue("restart");
    }

    public void Steer(UmapOptions options)
    {
        UmapLimits.ThrowIfUnsteerable(Options, options);
        Options = options;
        Log.Enqueue($"steer {options.LearningRate}");
    }

    public void Continue(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        (Epoch, Epochs) = (0, epochs);
        Log.Enqueue($"continue {epochs}");
    }

    public LayoutMoment Keep() => LayoutMoment.Of(this);

    public void GoBackTo(LayoutMoment moment)
    {
        (Epoch, Epochs) = (moment.Epoch, moment.Epochs);
        moment.Positions.CopyTo(_positions, 0);
        Log.Enqueue($"back to {moment.Epoch} of {moment.Epochs}");
    }

    public void Move(ReadOnlySpan<int> points, ReadOnlySpan<Vector3> positions)
    {
        PointChoice.ThrowIfInvalid(points, count, positions);
        for (int i = 0; i < points.Length; i++)
            _positions[points[i]] = new Vector4(positions[i], 0);
        Log.Enqueue($"move {points.Length}");
    }

    public void Pin(ReadOnlySpan<int> points)
    {
        PointChoice.ThrowIfInvalid(points, count);
        Log.Enqueue($"pin {string.Join(' ', points.ToArray())}");
    }

    public LayoutLoss Loss() => new(1.0 / (1 + Epoch), 2);

    public FakeStepper WithNeighbours(int neighbours)
    {
        Options = Options with { Neighbours = neighbours };
        return this;
    }

    public void Dispose() => IsDisposed = true;
}
