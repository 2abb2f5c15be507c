using System.Numerics;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Control;

/// <summary>
/// The target that the camera orbits and frames: the selection, else what the filter lets through, else the cloud. Frame thread.
/// </summary>
/// <param name="cloud">Where the points are.</param>
/// <param name="selection">Which are selected.</param>
internal sealed class CameraSubject(CloudPositions cloud, SelectionModel selection)
{
    private const int MaxSamples = 8192;

    /// <summary>The least size of a selection as a share of the cloud, so that the camera keeps a distance from a single point.</summary>
    internal const float MinShare = 0.08f;

    private PointSet? _selected;
    private long _version = -1;
    private CloudBounds _bounds;

    /// <summary>True where points are selected, or filtered.</summary>
    public bool IsSelection => Points is not null;

    /// <summary>The same object while the subject is the same set of points.</summary>
    public object Identity => IsSelection ? selection.Selected : cloud;

    /// <summary>The bounds of the subject; those of an earlier epoch while the newest is being written.</summary>
    public CloudBounds Bounds
    {
        get
        {
            if (Points is not { } selected || cloud.Version == 0)
                return cloud.Bounds;
            long version = cloud.Version;
            if (ReferenceEquals(selected, _selected) && version == _version)
                return _bounds;
            if (!ReferenceEquals(selected, _selected))
                cloud.Read(positions => _bounds = Measured(positions, selected));
            else if (!cloud.TryRead(positions => _bounds = Measured(positions, selected)))
                return _bounds;
            (_selected, _version) = (selected, version);
            return _bounds;
        }
    }

    private PointSet? Points =>
        selection.Count > 0 ? selection.Selected
        : selection.Filter?.Passing is { IsEmpty: false } some ? some
        : null;

    private CloudBounds Measured(ReadOnlySpan<Vector4> positions, PointSet selected)
    {
        int step = EvenSteps.Of(selected.Count, MaxSamples);
        List<Vector4> samples = new(Math.Min(selected.Count, MaxSamples));
        int seen = 0;
        foreach (int point in selected)
        {
            if (seen++ % step == 0)
                samples.Add(positions[point]);
        }

        CloudBounds whole = cloud.Bounds;
        CloudBounds bounds = CloudBounds.Of(samples.ToArray());
        float min = MinShare * whole.Radius;
        Vector3 half = Vector3.Max(bounds.HalfExtent, new Vector3(min, min, whole.IsFlat ? 0 : min));
        return new CloudBounds(bounds.Centre, half, Math.Max(bounds.Radius, min));
    }
}
