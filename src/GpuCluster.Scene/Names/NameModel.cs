using System.Numerics;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Names;

/// <summary>The names of classes, clusters or other categories, which float at their places in the cloud.</summary>
/// <remarks>
/// How it works. The categories are those of the chosen colouring, or the classes where it has none. A category's place is a point
/// (<see cref="GroupPlaces"/>), found every <see cref="EpochsBetweenMeasures"/> epochs and once more at rest; the name follows that point.
/// Frame thread, but for <see cref="PositionsChanged"/>, which the layout thread calls.
/// </remarks>
public sealed class NameModel
{
    /// <summary>Epochs from one search for places to the next.</summary>
    public const int EpochsBetweenMeasures = 8;

    /// <summary>Size of the text in units of the desktop.</summary>
    private const float TextSize = 16;

    /// <summary>Seconds without an epoch after which the cloud rests.</summary>
    private const double RestTime = 0.1;

    private readonly CloudPositions _cloud;
    private readonly ColourModel _colours;
    private readonly NamePlacing _placing = new();
    private readonly List<NameCandidate> _candidates = [];
    private readonly List<Vector3> _at = [];
    private volatile Places? _places;
    private bool _isShown = true;
    private int _epochs;
    private long _seenVersion;
    private double _rested;
    private Basis? _basis;
    private IReadOnlyList<PlacedName> _names = [];

    /// <summary>Names of a cloud's categories.</summary>
    public NameModel(CloudPositions cloud, ColourModel colours) => (_cloud, _colours) = (cloud, colours);

    /// <summary>Changes whenever a setting does.</summary>
    public long Version { get; private set; }

    /// <summary>Whether names are shown.</summary>
    public bool IsShown
    {
        get => _isShown;
        set
        {
            _isShown = value;
            Version++;
        }
    }

    /// <summary>Width of a line of text of size 1; the code that draws the names sets it.</summary>
    public Func<string, float> Measure { get; set; } = static text => 0.6f * text.Length;

    /// <summary>True while the places of the positions at rest are not known yet.</summary>
    public bool IsMoving => _isShown && _cloud.Version > 0 && _colours.Categories is { } categories && !IsMeasured(categories);

    /// <summary>Layout thread, under the cloud's lock: searches for places now and then.</summary>
    public void PositionsChanged(ReadOnlySpan<Vector4> positions)
    {
        // The version is counted after this.
        if (_isShown && _epochs++ % EpochsBetweenMeasures == 0 && _colours.Categories is { } categories)
            Find(positions, categories, _cloud.Version + 1);
    }

    /// <summary>Searches for the places of a cloud that has come to rest, or of other categories.</summary>
    /// <param name="seconds">Since the last call; infinite: the cloud is at rest.</param>
    public void Advance(double seconds)
    {
        if (!IsMoving || _colours.Categories is not { } categories)
            return;
        long version = _cloud.Version;
        _rested = version == _seenVersion || double.IsInfinity(seconds) ? _rested + seconds : 0;
        _seenVersion = version;
        if (_rested >= RestTime || !ReferenceEquals(_places?.Of, categories))
            _cloud.TryRead(positions => Find(positions, categories, _cloud.Version));
    }

    /// <summary>The names of a frame; the same list while nothing changed.</summary>
    /// <param name="frame">Its camera.</param>
    /// <param name="width">Of the picture in pixels.</param>
    /// <param name="height">Of the picture in pixels.</param>
    /// <param name="contentScale">Pixels per unit of the desktop.</param>
    /// <param name="insets">What panels cover.</param>
    public IReadOnlyList<PlacedName> Of(SceneFrame frame, int width, int height, float contentScale, FrameInsets insets)
    {
        if (!_isShown || _places is not { } places || width <= 0 || height <= 0)
            return [];
        Basis basis = new(frame.View, frame.Projection, places, _colours.ShownCounts, width, height, contentScale, insets, _cloud.Version);
        if (basis == _basis)
            return _names;
        Collect(places, new PixelProjection(frame, width, height), SizeOf(basis));
        List<(int Index, OverlayArea Area)> placed = _placing.Place(
            _candidates,
            SizeOf(basis),
            new OverlayArea(insets.Left, insets.Top, width - insets.Left - insets.Right, height - insets.Top - insets.Bottom)
        );
        _basis = basis;
        return _names =
            placed.Count == 0 ? [] : [.. placed.Select(name => Named(places, _candidates[name.Index].Id, name.Area, SizeOf(basis)))];
    }

    // As panels: larger in pictures beyond full HD.
    private static float SizeOf(Basis basis) =>
        TextSize * basis.Scale * Math.Max(1, Math.Min(basis.Width / basis.Scale / 1920, basis.Height / basis.Scale / 1080));

    private static PlacedName Named(Places places, int entry, OverlayArea area, float size) =>
        new(places.Texts[entry], area, size, places.Of.Legend.Entries[entry].Rgba);

    private bool IsMeasured(CategoryColouring categories) =>
        _places is { } places && ReferenceEquals(places.Of, categories) && places.Version == _cloud.Version;

    private void Collect(Places places, PixelProjection pixels, float size)
    {
        _candidates.Clear();
        _at.Clear();
        _cloud.Read(positions =>
        {
            foreach (int point in places.Points)
                _at.Add(point < 0 ? new Vector3(float.NaN) : positions[point].AsVector3());
        });
        IReadOnlyList<int> shown = _colours.ShownCounts;
        bool isChosen = shown.Count == places.Points.Length;
        for (int entry = 0; entry < places.Points.Length; entry++)
        {
            Vector4 at = new(_at[entry], 0);
            if (places.Texts[entry].Length == 0 || (isChosen && shown[entry] == 0) || !pixels.TryProject(at, out Vector2 pixel))
                continue;
            float depth = pixels.ToClip(at).W;
            float weight = MathF.Sqrt(places.Of.Legend.Entries[entry].Count) / depth;
            _candidates.Add(new NameCandidate(entry, pixel, Measure(places.Texts[entry]) * size, weight));
        }
    }

    /// <summary>Under the cloud's lock.</summary>
    private void Find(ReadOnlySpan<Vector4> positions, CategoryColouring categories, long version)
    {
        IReadOnlyList<LegendEntry> entries = categories.Legend.Entries;
        int[] points = GroupPlaces.Of(positions, categories.EntryOf, entries.Count, CloudBounds.Of(positions));

        // Grey entries are what is left over, and have no place of their own.
        string[] texts =
            _places is { } known && ReferenceEquals(known.Of, categories)
                ? known.Texts
                : [.. entries.Select(entry => entry.Rgba == LabelPalette.Unlabeled ? string.Empty : ShortName.Of(entry.Name))];
        _places = new Places(categories, points, texts, version);
        (_rested, _seenVersion) = (0, version);
    }

    /// <summary>Where the names of some categories are.</summary>
    private sealed record Places(CategoryColouring Of, int[] Points, string[] Texts, long Version);

    /// <summary>All that the names of a frame depend on.</summary>
    private sealed record Basis(
        Matrix4x4 View,
        Matrix4x4 Projection,
        Places Places,
        IReadOnlyList<int> Shown,
        int Width,
        int Height,
        float Scale,
        FrameInsets Insets,
        long Positions
    );
}
