using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Steering;

/// <summary>What a running layout is told: other values, points to hold and points to move. Frame thread.</summary>
public sealed class SteeringModel
{
    /// <summary>The number of the perturbations' random numbers among all streams of a seed: above every epoch.</summary>
    private const uint FirstStream = 0x5000_0000;

    private readonly CloudPositions _cloud;
    private readonly SelectionModel _selection;
    private readonly Action<SceneRequest> _ask;
    private float _perturbation = 0.1f;
    private uint _perturbations;

    /// <param name="cloud">Where the points are.</param>
    /// <param name="selection">The points that are pinned and perturbed.</param>
    /// <param name="ask">Hears what the layout is to do.</param>
    public SteeringModel(CloudPositions cloud, SelectionModel selection, Action<SceneRequest> ask)
    {
        (_cloud, _selection, _ask) = (cloud, selection, ask);
        Pinned = PointSet.Empty(cloud.Count);
    }

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>The values asked for last, or those that the layout runs with; null where there is no layout by UMAP that can be steered.</summary>
    public UmapOptions? Options { get; private set; }

    /// <summary>The same of a layout by t-SNE, whose points are neither held nor moved.</summary>
    public TsneOptions? Tsne { get; private set; }

    /// <summary>Why the value that was tried last cannot be, or null.</summary>
    public OptionFault? Fault { get; private set; }

    /// <summary>The points that are held.</summary>
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

    /// <summary>Takes over what the layout runs with; one of the two, or none where it cannot be steered.</summary>
    public void SetRunning(UmapOptions? options, TsneOptions? tsne = null)
    {
        if (Options == options && Tsne == tsne && Fault is null)
            return;
        (Options, Tsne, Fault) = (options, tsne, null);
        Version++;
    }

    /// <summary>Tells the layout to run with other values, where they are possible.</summary>
    /// <returns>False where there is nothing to steer or a value cannot be; <see cref="Fault"/> says which and why, and all stays as it was.</returns>
    public bool TrySteer(UmapOptions wanted)
    {
        if (Options is null)
            return false;
        Version++;
        Fault = UmapLimits.FaultIn(wanted) ?? (wanted.Neighbours > _cloud.Count
            ? new OptionFault(nameof(wanted.Neighbours), "neighbours", $"{wanted.Neighbours}", $"there are {_cloud.Count} samples, the sample itself included")
            : null);
        if (Fault is not null)
            return false;
        if (wanted == Options)
            return true;
        Options = wanted;
        _ask(new SceneRequest.Steer(wanted));
        return true;
    }

    /// <summary>Tells a layout by t-SNE to run with other values, where they are possible.</summary>
    /// <returns>False where there is nothing to steer or a value cannot be; <see cref="Fault"/> says which and why, and all stays as it was.</returns>
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
        Tsne = wanted;
        _ask(new SceneRequest.SteerTsne(wanted));
        return true;
    }

    /// <summary>Lets a finished layout go on from where it is.</summary>
    /// <param name="epochs">1 or more.</param>
    public void Continue(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (Options is not null || Tsne is not null)
            _ask(new SceneRequest.Continue(epochs));
    }

    /// <summary>Holds the selected points where they are, or, where all of them are held, lets them go.</summary>
    public void TogglePins()
    {
        if (Options is null || _selection.Selected.IsEmpty)
            return;
        PointSet selected = _selection.Selected;
        SetPinned(selected.Except(Pinned).IsEmpty ? Pinned.Except(selected) : Pinned.Union(selected));
    }

    /// <summary>Holds these points and no others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The set is not one of n points.</exception>
    public void SetPinned(PointSet points)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(points.Universe, _cloud.Count, nameof(points));
        if (points.Equals(Pinned))
            return;
        Pinned = points;
        _ask(new SceneRequest.Pin(points.ToArray()));
        Version++;
    }

    /// <summary>
    /// Moves each selected point by a random way, even within a ball of <see cref="Perturbation"/> radii (a disc in a flat layout). The seed and how often it was done before
    /// decide where to.
    /// </summary>
    public void Perturb()
    {
        if (Options is not { } options || _selection.Selected.IsEmpty)
            return;
        int[] points = _selection.Selected.ToArray();
        float reach = _perturbation * _cloud.Bounds.Radius;
        bool isFlat = options.Dims == 2;
        uint stream = FirstStream + _perturbations++;
        var places = new Vector3[points.Length];
        _cloud.Read(positions =>
        {
            for (int i = 0; i < points.Length; i++)
                places[i] = positions[points[i]].AsVector3() + (reach * InBall(CounterRandom.Key(options.Seed, stream, (uint)points[i]), isFlat));
        });
        _ask(new SceneRequest.Move(points, places));
    }

    /// <summary>An even random place in the unit ball or disc: of places in the cube around it, the first inside.</summary>
    private static Vector3 InBall(uint key, bool isFlat)
    {
        for (uint draw = 0; ; draw += 3)
        {
            var place = new Vector3(Side(draw), Side(draw + 1), isFlat ? 0 : Side(draw + 2));
            if (place.LengthSquared() <= 1)
                return place;
        }

        float Side(uint draw) => CounterRandom.Symmetric(CounterRandom.Bits(key, draw));
    }
}
