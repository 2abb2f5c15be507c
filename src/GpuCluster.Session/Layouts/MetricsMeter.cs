using System.Numerics;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.Session.Layouts;

/// <summary>
/// Measures a layout while it runs: mean displacement at every epoch, loss or divergence, neighbour preservation, stray points and how the
/// classes are parted as often as they may cost.
/// </summary>
/// <remarks>
/// How it works. The layout thread calls <see cref="Measure"/> after an epoch. Displacement is measured there and then, and the loss or the
/// divergence, which only the layout's device has the graph for, when no more than a tenth of the time since the last one goes into it.
/// What needs the positions alone is done on a thread of this object's own, by the same rule: it takes the newest positions when it may, so
/// what comes in between is not measured, and the last epoch always is. Values depend on the layout alone; which epochs have them depends
/// on the time. When nothing comes the thread sleeps.
/// </remarks>
public sealed class MetricsMeter : IDisposable
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
    private SharedPositions? _before;
    private int _epochBefore = -1;
    private long _nextLoss;
    private SharedPositions? _waiting;
    private float[] _values = [];
    private int _run;

    /// <param name="knn">The true neighbours, or null: then their preservation is not measured.</param>
    /// <param name="dims">2 or 3.</param>
    /// <param name="seed">Chooses the samples asked.</param>
    /// <param name="deliver">Receives figures, on the layout's thread or this object's own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="labels">The classes, or null: then how they are parted is not measured.</param>
    public MetricsMeter(KnnGraph? knn, int dims, ulong seed, Action<EpochFigures> deliver, TimeProvider time, SampleLabels? labels = null)
    {
        _labels = labels;
        _seed = seed;
        _dims = dims;
        _preservation = knn is null ? null : new NeighbourPreservation(knn, seed);
        _deliver = deliver;
        _time = time;
        _thread = new Thread(MeasurePositions)
        {
            Name = "figures",
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        _thread.Start();
    }

    /// <summary>Layout thread: measures an epoch.</summary>
    /// <param name="epoch">Its number on the timeline; displacement is measured where it is one more than the last.</param>
    /// <param name="positions">n positions; held as long as they are needed.</param>
    /// <param name="stepper">The layout.</param>
    public void Measure(int epoch, SharedPositions positions, ILayoutStepper stepper)
    {
        double displacement =
            epoch == _epochBefore + 1 && _before is not null ? MeanDisplacement(_before.Values, positions.Values) : double.NaN;
        _before?.Release();
        (_before, _epochBefore) = (positions.Hold(), epoch);
        _deliver(WithLoss(new EpochFigures(epoch) { MeanDisplacement = displacement }, stepper));
        lock (_gate)
        {
            _waiting?.Release();
            _waiting = positions.Hold();
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
            _waiting?.Release();
            _waiting = null;
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
            sum += Vector4.Distance(before[i], after[i]);

        return sum / Math.Max(1, after.Length);
    }

    /// <summary>Adds what the method minimises, where it is its turn.</summary>
    private EpochFigures WithLoss(EpochFigures figures, ILayoutStepper stepper)
    {
        bool isLast = stepper.Epoch >= stepper.Epochs;
        long began = _time.GetTimestamp();
        if (!isLast && began < _nextLoss)
            return figures;

        figures = stepper switch
        {
            IUmapStepper umap => figures with { Loss = umap.Loss() },
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
            while (WaitForPositions(out int run) is { } positions)
            {
                long began = _time.GetTimestamp();
                Layout layout = LayoutOf(positions.Values);
                int epoch = positions.Epoch;
                positions.Release();
                EpochFigures figures = new(epoch)
                {
                    NeighbourPreservation = _preservation?.Of(layout, _stop.Token) ?? double.NaN,
                    LayoutOutliers = LayoutOutliers.Count(layout),
                    Silhouette = _labels is null
                        ? double.NaN
                        : SilhouetteMeasure.Measure(layout, _labels, _seed, 1, _stop.Token, SilhouetteAsked)?.Value ?? double.NaN,
                };
                lock (_gate)
                {
                    if (run == _run)
                        _deliver(figures);
                }

                _ = _stop.Token.WaitHandle.WaitOne(RestShare * _time.GetElapsedTime(began));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposal stops a measurement.
        }
    }

    /// <summary>The newest positions, held by the caller; null where the measuring ends.</summary>
    private SharedPositions? WaitForPositions(out int run)
    {
        lock (_gate)
        {
            while (_waiting is null && !_stop.IsCancellationRequested)
                Monitor.Wait(_gate);

            SharedPositions? positions = _stop.IsCancellationRequested ? null : _waiting;
            (_waiting, run) = (null, _run);
            return positions;
        }
    }

    private Layout LayoutOf(ReadOnlySpan<Vector4> positions)
    {
        if (_values.Length != positions.Length * _dims)
            _values = new float[positions.Length * _dims];

        for (int i = 0; i < _values.Length; i++)
            _values[i] = positions[i / _dims][i % _dims];

        return new Layout(positions.Length, _dims, _values);
    }
}
