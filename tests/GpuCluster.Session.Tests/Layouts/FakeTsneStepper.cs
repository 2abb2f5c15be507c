using System.Collections.Concurrent;
using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Session.Tests.Layouts;

/// <summary>
/// A layout by t-SNE that does nothing but note what is asked of it: every point stands at (epochs done, its index, 0), and the divergence
/// is 1 / (1 + epochs done).
/// </summary>
internal sealed class FakeTsneStepper(int count, TsneOptions options) : ITsneStepper
{
    private readonly TsneCourse _course = new(options);

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public int Count => count;

    public int Dims => 3;

    public int Epoch => _course.Epoch;

    public int Epochs => _course.Epochs;

    public TsneOptions Options => _course.Options;

    public void Step() => _course.Advance();

    public void WriteTo(IPositionTarget target)
    {
        Span<Vector4> positions = target.Positions;
        for (int i = 0; i < count; i++)
            positions[i] = new Vector4(Epoch, i, 0, 0);
    }

    public Layout Read() => new(count, 3, [.. Enumerable.Range(0, count).SelectMany(i => new float[] { Epoch, i, 0 })]);

    public void Restart() => _course.Restart();

    public void Steer(TsneOptions options)
    {
        _course.Steer(options);
        Log.Enqueue($"steer {options.Exaggeration}");
    }

    public void Continue(int epochs)
    {
        _course.Continue(epochs);
        Log.Enqueue($"continue {epochs}");
    }

    public LayoutMoment Keep() => _course.Keep(LayoutMoment.Of(this));

    public void GoBackTo(LayoutMoment moment)
    {
        _course.GoBackTo(moment, count);
        Log.Enqueue($"back to {moment.Epoch} of {moment.Epochs}");
    }

    public double Divergence() => 1.0 / (1 + Epoch);

    public void Dispose() { }
}
