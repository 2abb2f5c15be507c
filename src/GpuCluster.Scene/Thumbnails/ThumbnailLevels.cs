using System.Numerics;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Thumbnails;

/// <summary>Which samples show their pictures in space, how large, how opaque and at which resolution.</summary>
/// <remarks>
/// How it works. A picture's size in the world follows the typical distance of neighbours, measured every
/// <see cref="EpochsBetweenMeasures"/> epochs and once more at rest, so that a layout at rest always has the same pictures; the size
/// approaches it smoothly. So pictures appear where there is room for them, in a cloud of any size. On the screen a picture fades in and
/// out by its projected size and by the number of nearer ones (<see cref="ThumbnailFade"/>). The list is recomputed only if camera,
/// positions, colours or settings changed. Frame thread, but for <see cref="PositionsChanged"/>, which the layout thread calls.
/// </remarks>
public sealed class ThumbnailLevels
{
    /// <summary>Pictures in a frame at most, to begin with.</summary>
    public const int DefaultMax = 2000;

    /// <summary>The most that can be asked for.</summary>
    public const int LargestMax = 20_000;

    /// <summary>Bounds of <see cref="Scale"/>.</summary>
    public const float SmallestScale = 0.25f,
        LargestScale = 8;

    /// <summary>Epochs from one measure of the cloud to the next.</summary>
    public const int EpochsBetweenMeasures = 8;

    /// <summary>Below this share of the cloud's radius pictures would never appear before the camera is inside them.</summary>
    private const float MinShare = 2e-4f;

    /// <summary>Seconds in which the difference to a new size shrinks to 1/e.</summary>
    private const float ApproachTime = 0.4f;

    /// <summary>Seconds without an epoch after which the cloud rests.</summary>
    private const double RestTime = 0.1;

    /// <summary>The longest time step of a frame in seconds.</summary>
    private const float LongestStep = 0.25f;

    /// <summary>The least visible opacity.</summary>
    private const float MinOpacity = 1 / 255f;

    private readonly IReadOnlyList<int> _edges;
    private readonly CloudPositions _cloud;
    private readonly NearestPoints _nearest = new();
    private bool _isShown = true;
    private float _scale = 1;
    private int _max = DefaultMax;
    private int _epochs;

    // Written by the layout thread: the size that is approached. 0: not measured.
    private volatile float _measured;

    // The version of the cloud that was measured last, written under its lock.
    private long _measuredVersion;
    private long _seenVersion;
    private double _rested;
    private float _size;
    private Basis? _basis;
    private IReadOnlyList<Sprite> _sprites = [];

    /// <summary>Pictures of the samples; none where the samples have none.</summary>
    public ThumbnailLevels(SampleFacts facts, CloudPositions cloud)
    {
        _edges = facts.Thumbnails?.Edges ?? [];
        _cloud = cloud;
    }

    /// <summary>Changes whenever a setting does.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the samples have pictures.</summary>
    public bool HasPictures => _edges.Count > 0;

    /// <summary>Whether pictures are shown.</summary>
    public bool IsShown
    {
        get => _isShown;
        set
        {
            _isShown = value;
            Version++;
        }
    }

    /// <summary>How much larger (above 1) or smaller pictures are than the typical distance of neighbours, 0.25 to 8.</summary>
    public float Scale
    {
        get => _scale;
        set
        {
            _scale = float.IsNaN(value) ? _scale : Math.Clamp(value, SmallestScale, LargestScale);
            Version++;
        }
    }

    /// <summary>Pictures in a frame at most, 1 to 20,000; the nearest are shown.</summary>
    public int Max
    {
        get => _max;
        set
        {
            _max = Math.Clamp(value, 1, LargestMax);
            Version++;
        }
    }

    /// <summary>Edge of a picture in the world; 0 before positions came.</summary>
    public float Size => _size;

    /// <summary>The same where pictures are shown, else 0.</summary>
    public float ShownSize => HasPictures && _isShown ? _size : 0;

    /// <summary>True while the size approaches a new one.</summary>
    public bool IsMoving => HasPictures && _isShown && ((_measured > 0 && _size != Target) || !IsMeasured);

    private float Target => _measured * _scale;

    private bool IsMeasured => Volatile.Read(ref _measuredVersion) == _cloud.Version;

    /// <summary>Layout thread, under the cloud's lock: measures the cloud now and then.</summary>
    public void PositionsChanged(ReadOnlySpan<Vector4> positions)
    {
        if (!HasPictures || _epochs++ % EpochsBetweenMeasures != 0)
            return;

        // The version is counted after this.
        Measure(positions, _cloud.Version + 1);
    }

    /// <summary>Brings the size nearer to what was measured last, and measures a cloud that has come to rest.</summary>
    /// <param name="seconds">Since the last call.</param>
    public void Advance(double seconds)
    {
        if (!IsMoving)
            return;
        MeasureAtRest(seconds);
        float target = Target;
        if (target <= 0)
            return;

        // By ratio, so that growing and shrinking look alike.
        float way = MathF.Log(target / _size);
        float left = way * MathF.Exp(-(float)Math.Clamp(seconds, 0, LongestStep) / ApproachTime);
        _size = Math.Abs(left) < 1e-3f || _size == 0 ? target : target * MathF.Exp(-left);
    }

    /// <summary>
    /// The pictures of a frame, from the farthest to the nearest; the same list while nothing changed. While a picture changes to a finer
    /// resolution, the finer sprite follows the coarser.
    /// </summary>
    /// <param name="frame">Its camera and colours.</param>
    /// <param name="width">Of the picture in pixels.</param>
    /// <param name="height">Of the picture in pixels.</param>
    /// <param name="contentScale">Pixels per unit of the desktop.</param>
    public IReadOnlyList<Sprite> Of(SceneFrame frame, int width, int height, float contentScale)
    {
        if (!HasPictures || !_isShown || _size == 0 || width <= 0 || height <= 0)
            return [];
        Basis basis = new(
            frame.View,
            frame.Projection,
            frame.Colours,
            new Vector2(width, height),
            contentScale,
            _cloud.Version,
            _size,
            _max
        );
        if (basis == _basis)
            return _sprites;
        List<Sprite> sprites = new();
        _cloud.Read(positions => Collect(positions, frame, basis, sprites));
        _basis = basis;
        return _sprites = sprites.Count == 0 ? [] : sprites;
    }

    private void MeasureAtRest(double seconds)
    {
        long version = _cloud.Version;
        _rested = version == _seenVersion ? _rested + seconds : 0;
        _seenVersion = version;
        if (!IsMeasured && _rested >= RestTime)
            _cloud.TryRead(positions => Measure(positions, _cloud.Version));
    }

    /// <summary>Under the cloud's lock.</summary>
    private void Measure(ReadOnlySpan<Vector4> positions, long version)
    {
        float spacing = CloudSpacing.Of(positions, _cloud.Bounds.IsFlat);
        _measured = Math.Max(spacing, MinShare * _cloud.Bounds.Radius);
        Volatile.Write(ref _measuredVersion, version);
    }

    private void Collect(ReadOnlySpan<Vector4> positions, SceneFrame frame, Basis basis, List<Sprite> sprites)
    {
        float pixelsAtOne = _size * Math.Abs(frame.Projection.M22) * basis.Picture.Y / 2;
        float maxPixels = ThumbnailFade.LargestPixels * basis.ContentScale;
        NearestPoints.Reach reach = new(pixelsAtOne / (ThumbnailFade.FirstPixels * basis.ContentScale), pixelsAtOne, maxPixels);
        ReadOnlySpan<ulong> found = _nearest.Find(positions, frame.Colours.Rgba, frame, basis.Picture, reach, _max);
        for (int rank = found.Length - 1; rank >= 0; rank--)
        {
            float pixels = pixelsAtOne / NearestPoints.DepthOf(found[rank]);
            float opacity = ThumbnailFade.ByPixels(pixels / basis.ContentScale) * ThumbnailFade.ByRank(rank, _max);
            if (opacity < MinOpacity)
                continue;
            int point = NearestPoints.IndexOf(found[rank]);
            float shown = Math.Min(pixels, maxPixels);
            (int coarse, int fine, float fineOpacity) = ThumbnailFade.LevelsAt(shown, _edges);
            if (fineOpacity < 1)
                sprites.Add(new Sprite(point, shown, opacity, _edges[coarse], frame.Colours.Rgba[point]));
            if (opacity * fineOpacity >= MinOpacity)
                sprites.Add(new Sprite(point, shown, opacity * fineOpacity, _edges[fine], frame.Colours.Rgba[point]));
        }
    }

    /// <summary>All that the pictures of a frame depend on.</summary>
    private sealed record Basis(
        Matrix4x4 View,
        Matrix4x4 Projection,
        PointColours Colours,
        Vector2 Picture,
        float ContentScale,
        long Positions,
        float Size,
        int Max
    );
}
