using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Undo;

namespace GpuCluster.Scene.Steering;

/// <summary>Controls a running layout: options, pinned points and moved points. Frame thread.</summary>
public sealed class SteeringModel
{
    /// <summary>Recorded epochs that are kept for undo at most; more are thinned.</summary>
    public const long MaxKeptHistory = 32L << 20;

    /// <summary>The random stream of the perturbations: above the number of every epoch.</summary>
    private const uint FirstStream = 0x5000_0000;

    /// <summary>Of a kept layout: positions, and with t-SNE velocities and gains.</summary>
    private const long BytesPerPoint = 48;

    private readonly CloudPositions _cloud;
    private readonly SelectionModel _selection;
    private readonly Action<SceneRequest> _ask;
    private readonly ActionHistory? _actions;
    private readonly Func<long> _recorded;
    private float _perturbation = 0.1f;
    private uint _perturbations;

    /// <param name="cloud">Where the points are.</param>
    /// <param name="selection">The points that are pinned and perturbed.</param>
    /// <param name="ask">Receives requests to the program.</param>
    /// <param name="actions">Receives what can be taken back, or null.</param>
    /// <param name="recorded">Bytes of the recorded epochs; null: none.</param>
    public SteeringModel(
        CloudPositions cloud,
        SelectionModel selection,
        Action<SceneRequest> ask,
        ActionHistory? actions = null,
        Func<long>? recorded = null
    )
    {
        (_cloud, _selection, _ask, _actions, _recorded) = (cloud, selection, ask, actions, recorded ?? (static () => 0));
        Pinned = PointSet.Empty(cloud.Count);
    }

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>The options requested last, or those of the running layout; null if no UMAP layout can be steered.</summary>
    public UmapOptions? Options { get; private set; }

    /// <summary>The same for a t-SNE layout, whose points are neither pinned nor moved.</summary>
    public TsneOptions? Tsne { get; private set; }

    /// <summary>Why the last attempted value is invalid, or null.</summary>
    public OptionFault? Fault { get; private set; }

    /// <summary>The pinned points.</summary>
    public PointSet Pinned { get; private set; }

    /// <summary>How far <see cref="Perturb"/> moves points at most, as a share of the cloud's radius, 0 to 1.</summary>
    public float Perturbation
    {
        get => _perturbation;
        set
        {
            _perturbation = Math.Clamp(value, 0, 1);
            Version++;
        }
    }

    /// <summary>Sets the options of the running layout: one of the two, or none if it cannot be steered.</summary>
    public void SetRunning(UmapOptions? options, TsneOptions? tsne = null)
    {
        if (Options == options && Tsne == tsne && Fault is null)
            return;
        (Options, Tsne, Fault) = (options, tsne, null);
        Version++;
    }

    /// <summary>Requests other options if they are valid.</summary>
    /// <returns>False if there is nothing to steer or a value is invalid; <see cref="Fault"/> says which and why, and nothing
    /// changes.</returns>
    public bool TrySteer(UmapOptions wanted)
    {
        if (Options is null)
            return false;
        Version++;
        Fault =
            UmapLimits.FaultIn(wanted)
            ?? (
                wanted.Neighbours > _cloud.Count
                    ? new OptionFault(
                        nameof(wanted.Neighbours),
                        "neighbours",
                        $"{wanted.Neighbours}",
                        $"there are {_cloud.Count} samples, the sample itself included"
                    )
                    : null
            );
        if (Fault is not null)
            return false;
        if (wanted == Options)
            return true;
        UmapOptions before = Options;
        Set(wanted);
        _actions?.Add(new SceneAction(() => Set(before), () => Set(wanted)) { Series = SeriesOf(before, wanted) });
        return true;
    }

    /// <summary>Requests other options for a t-SNE layout if they are valid.</summary>
    /// <returns>False if there is nothing to steer or a value is invalid; <see cref="Fault"/> says which and why, and nothing
    /// changes.</returns>
    public bool TrySteer(TsneOptions wanted)
    {
        if (Tsne is null)
            return false;
        Version++;
        Fault = TsneLimits.FaultOfChange(Tsne, wanted);
        if (Fault is not null)
            return false;
        if (wanted == Tsne)
            return true;
        TsneOptions before = Tsne;
        Set(wanted);
        _actions?.Add(new SceneAction(() => Set(before), () => Set(wanted)) { Series = SeriesOf(before, wanted) });
        return true;
    }

    /// <summary>Continues a finished layout from its present state.</summary>
    /// <param name="epochs">1 or more.</param>
    public void Continue(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (Options is not null || Tsne is not null)
            Do(kept => new SceneRequest.Continue(epochs, kept), bytes: 0);
    }

    /// <summary>Goes back to the initial layout and runs.</summary>
    public void Restart() => Do(kept => new SceneRequest.Restart(kept), Math.Min(_recorded(), MaxKeptHistory));

    /// <summary>Pins the selected points, or unpins them if all of them are pinned.</summary>
    public void TogglePins()
    {
        if (Options is null || _selection.Selected.IsEmpty)
            return;
        PointSet selected = _selection.Selected;
        SetPinned(selected.Except(Pinned).IsEmpty ? Pinned.Except(selected) : Pinned.Union(selected));
    }

    /// <summary>Pins these points and no others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The set is not one of n points.</exception>
    public void SetPinned(PointSet points)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(points.Universe, _cloud.Count, nameof(points));
        if (points.Equals(Pinned))
            return;
        PointSet before = Pinned;
        Pin(points);
        _actions?.Add(new SceneAction(() => Pin(before), () => Pin(points)));
    }

    /// <summary>Notes that points were moved, so that they can go back.</summary>
    /// <param name="from">Where they were.</param>
    /// <param name="to">Where they are.</param>
    internal void NoteMoved(SceneRequest.Move from, SceneRequest.Move to) =>
        _actions?.Add(new SceneAction(() => _ask(from), () => _ask(to)) { Bytes = 32L * to.Points.Length });

    /// <summary>
    /// Moves each selected point by a random displacement, uniform in a ball of <see cref="Perturbation"/> radii (a disc in a flat layout).
    /// It depends on the seed and the number of earlier perturbations.
    /// </summary>
    public void Perturb()
    {
        if (Options is not { } options || _selection.Selected.IsEmpty)
            return;
        int[] points = _selection.Selected.ToArray();
        float reach = _perturbation * _cloud.Bounds.Radius;
        bool isFlat = options.Dims == 2;
        uint stream = FirstStream + _perturbations++;
        Vector3[] before = new Vector3[points.Length],
            places = new Vector3[points.Length];
        _cloud.Read(positions =>
        {
            for (int i = 0; i < points.Length; i++)
            {
                before[i] = positions[points[i]].AsVector3();
                places[i] = before[i] + (reach * InBall(CounterRandom.Key(options.Seed, stream, (uint)points[i]), isFlat));
            }
        });
        SceneRequest.Move move = new(points, places);
        _ask(move);
        NoteMoved(new SceneRequest.Move(points, before), move);
    }

    // Each has a moment of its own, so that what is kept goes with the action that can be undone.
    private void Do(Func<KeptLayout, SceneRequest> request, long bytes)
    {
        KeptLayout kept = new();
        _ask(request(kept));
        _actions?.Add(
            new SceneAction(() => _ask(new SceneRequest.GoBack(kept)), () => _ask(request(kept)))
            {
                IsWork = false,
                Bytes = (BytesPerPoint * _cloud.Count) + bytes,
            }
        );
    }

    private void Set(UmapOptions options)
    {
        (Options, Fault) = (options, null);
        _ask(new SceneRequest.Steer(options));
        Version++;
    }

    private void Set(TsneOptions options)
    {
        (Tsne, Fault) = (options, null);
        _ask(new SceneRequest.SteerTsne(options));
        Version++;
    }

    private void Pin(PointSet points)
    {
        Pinned = points;
        _ask(new SceneRequest.Pin(points.ToArray()));
        Version++;
    }

    // The steps of one slider are one action; another slider begins another.
    private static string SeriesOf(UmapOptions before, UmapOptions after) =>
        $"steer {before.LearningRate != after.LearningRate} {before.Repulsion != after.Repulsion} "
        + $"{before.NegativeSamples != after.NegativeSamples} {before.MinDist != after.MinDist} {before.Spread != after.Spread} "
        + $"{before.Neighbours != after.Neighbours}";

    private static string SeriesOf(TsneOptions before, TsneOptions after) =>
        $"steer {before.LearningRate != after.LearningRate} {before.Exaggeration != after.Exaggeration} {before.Theta != after.Theta}";

    /// <summary>A uniform random place in the unit ball or disc, by rejection sampling from the cube around it.</summary>
    private static Vector3 InBall(uint key, bool isFlat)
    {
        for (uint draw = 0; ; draw += 3)
        {
            Vector3 place = new(Side(draw), Side(draw + 1), isFlat ? 0 : Side(draw + 2));
            if (place.LengthSquared() <= 1)
                return place;
        }

        float Side(uint draw) => CounterRandom.Symmetric(CounterRandom.Bits(key, draw));
    }
}
