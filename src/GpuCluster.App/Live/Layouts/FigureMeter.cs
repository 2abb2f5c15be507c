using System.Numerics;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.App.Live.Layouts;

/// <summary>Measures a layout while it runs: mean displacement at every epoch, loss or divergence, neighbour preservation, stray points and how the classes are parted as often as they may cost.</summary>
/// <remarks>
/// How it works. The layout thread calls <see cref="Measure"/> after an epoch. Displacement is measured there and then, and the loss or the divergence, which only the layout's device has the
/// graph for, when no more than a tenth of the time since the last one goes into it. What needs the positions alone is done on a thread of this object's own, by the same
/// rule: it takes the newest positions when it may, so what comes in between is not measured, and the last epoch always is. Values depend on the layout alone; which
/// epochs have them depends on the time. When nothing comes the thread sleeps.
/// </remarks>
internal sealed class FigureMeter : IDisposable
{
    /// <summary>After a measurement that took t the next one begins no sooner than nine t later.</summary>
    private const int RestShare = 9;

    private readonly object _gate = new();
    /// <summary>Samples whose silhouette is measured at most. The mean over them is uncertain by about 0.02.</summary>
    private const int SilhouetteAsked = 500;

    private readonly SampleLabels? _labels;
    private readonly ulong _seed;
    private readonly int _dims;
    private readonly NeighbourPreservation? _preservation;
    private readonly Action<EpochFigures> _deliver;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly TimeProvider _time;
    private Vector4[] _before = [];
    private int _epochBefore = -1;
    private long _nextLoss;
    private Vector4[] _waiting = [];
    private Vector4[] _measured = [];
    private float[] _values = [];
    private int _waitingEpoch = -1;
    private int _run;

    /// <param name="knn">The true neighbours, or null: then their preservation is not measured.</param>
    /// <param name="dims">2 or 3.</param>
    /// <param name="seed">Chooses the samples asked.</param>
    /// <param name="deliver">Receives figures, on the layout's thread or this object's own.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="labels">The classes, or null: then how they are parted is not measured.</param>
    public FigureMeter(KnnGraph? knn, int dims, ulong seed, Action<EpochFigures> deliver, TimeProvider time, SampleLabels? labels = null)
    {
        _labels = labels;
        _seed = seed;
        _dims = dims;
        _preservation = knn is null ? null : new NeighbourPreservation(knn, seed);
        _deliver = deliver;
        _time = time;
        _thread = new Thread(MeasurePositions) { Name = "figures", IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Layout thread: measures an epoch.</summary>
    /// <param name="epoch">Its number on the timeline; displacement is measured where it is one more than the last.</param>
    /// <param name="positions">n positions; copied.</param>
    /// <param name="stepper">The layout.</param>
    public void Measure(int epoch, Vector4[] positions, ILayoutStepper stepper)
    {
        double displacement = epoch == _epochBefore + 1 && _before.Length == positions.Length ? MeanDisplacement(_before, positions) : double.NaN;
        Copy(positions, ref _before);
        _epochBefore = epoch;
        _deliver(WithLoss(new EpochFigures(epoch) { MeanDisplacement = displacement }, stepper));
        lock (_gate)
        {
            Copy(positions, ref _waiting);
            _waitingEpoch = epoch;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Layout thread: the layout has started again. Figures of before are delivered no more.</summary>
    public void Restart()
    {
        _epochBefore = -1;
        lock (_gate)
        {
            _run++;
            _waitingEpoch = -1;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _stop.Dispose();
    }

    /// <summary>How far a point moved on average, in world units; 0 where there is none.</summary>
    public static double MeanDisplacement(ReadOnlySpan<Vector4> before, ReadOnlySpan<Vector4> after)
    {
        double sum = 0;
        for (int i = 0; i < after.Length; i++)
        {
            sum += Vector4.Distance(before[i], after[i]);
        }

        return sum / Math.Max(1, after.Length);
    }

    private static void Copy(Vector4[] positions, ref Vector4[] target)
    {
        if (target.Length != positions.Length)
        {
            target = new Vector4[positions.Length];
        }

        positions.CopyTo(target, 0);
    }

    /// <summary>Adds what the method minimises, where it is its turn.</summary>
    private EpochFigures WithLoss(EpochFigures figures, ILayoutStepper stepper)
    {
        bool isLast = stepper.Epoch >= stepper.Epochs;
        long began = _time.GetTimestamp();
        if (!isLast && began < _nextLoss)
        {
            return figures;
        }

        figures = stepper switch
        {
            ISteerableStepper umap => figures with { Loss = umap.Loss() },
            ITsneStepper tsne => figures with { Divergence = tsne.Divergence() },
            _ => figures,
        };
        long ended = _time.GetTimestamp();
        _nextLoss = ended + (RestShare * (ended - began));
        return figures;
    }

    private void MeasurePositions()
    {
        try
        {
            while (WaitForPositions(out int epoch, out int run))
            {
                long began = _time.GetTimestamp();
                Layout layout = LayoutOf(_measured);
                EpochFigures figures = new(epoch)
                {
                    NeighbourPreservation = _preservation?.Of(layout, _stop.Token) ?? double.NaN,
                    StrayPoints = StrayPoints.Count(layout),
                    Silhouette = _labels is null ? double.NaN : SilhouetteMeasure.Measure(layout, _labels, _seed, 1, _stop.Token, SilhouetteAsked)?.Value ?? double.NaN,
                };
                lock (_gate)
                {
                    if (run == _run)
                    {
                        _deliver(figures);
                    }
                }

                _ = _stop.Token.WaitHandle.WaitOne(RestShare * _time.GetElapsedTime(began));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposal stops a measurement.
        }
    }

    private bool WaitForPositions(out int epoch, out int run)
    {
        lock (_gate)
        {
            while (_waitingEpoch < 0 && !_stop.IsCancellationRequested)
            {
                Monitor.Wait(_gate);
            }

            (_waiting, _measured) = (_measured, _waiting);
            (epoch, run) = (_waitingEpoch, _run);
            _waitingEpoch = -1;
            return !_stop.IsCancellationRequested;
        }
    }

    private Layout LayoutOf(Vector4[] positions)
    {
        if (_values.Length != positions.Length * _dims)
        {
            _values = new float[positions.Length * _dims];
        }

        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = positions[i / _dims][i % _dims];
        }

        return new Layout(positions.Length, _dims, _values);
    }
}
