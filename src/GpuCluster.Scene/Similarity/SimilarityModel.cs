using System.Numerics;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Similarity;

/// <summary>
/// Similarity search: the sample or text that all samples are compared with, its nearest samples, and groups of near-duplicates. Frame
/// thread.
/// </summary>
/// <remarks>
/// How it works. It follows the focus of the selection: when it changes, the model requests the cosines of the new sample with all others.
/// If the focus is still the same when they arrive, they recolour the cloud, fill the list and draw the lines. A text takes the focus'
/// place until another sample comes into focus.
/// </remarks>
public sealed class SimilarityModel
{
    /// <summary>The most neighbours that can be listed.</summary>
    public const int MaxNearest = 100;

    /// <summary>Points behind a line stay visible.</summary>
    private const uint LineAlpha = 0xB0000000;

    private readonly SampleFacts _facts;
    private readonly SelectionModel _selection;
    private readonly ColourModel _colours;
    private readonly Action<SceneRequest> _ask;
    private float[]? _row;
    private PointSet _leftOut;
    private int? _asked;
    private int? _focusBesideText;
    private int _nearestCount = 12;
    private bool _isComparing = true;
    private bool _canLook;
    private bool _showsLines = true;

    /// <param name="facts">Facts about the samples, for their names.</param>
    /// <param name="selection">The selection whose focus is followed.</param>
    /// <param name="colours">Shows the cosines, groups and clusters.</param>
    /// <param name="ask">Receives requests to the program.</param>
    public SimilarityModel(SampleFacts facts, SelectionModel selection, ColourModel colours, Action<SceneRequest> ask) =>
        (_facts, _selection, _colours, _ask, _leftOut) = (facts, selection, colours, ask, selection.LeftOut);

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the focus is compared with all others.</summary>
    public bool IsComparing
    {
        get => _isComparing;
        set
        {
            _isComparing = value;
            FollowFocus();
            Version++;
        }
    }

    /// <summary>Whether the program handles texts; it may answer with a reason why this cloud has no cosines.</summary>
    public bool TakesTexts { get; set; }

    /// <summary>The sample whose cosines are here, or null.</summary>
    public int? Sample => _row is null ? null : _asked;

    /// <summary>The text that all samples are compared with, from the request on; null if it is a sample or nothing.</summary>
    public string? Text { get; private set; }

    /// <summary>The displayed reason why <see cref="Text"/> has no cosines; null if it has some or waits for them.</summary>
    public string? TextFault { get; private set; }

    /// <summary>True from the request for cosines until they arrive.</summary>
    public bool IsWaiting => (_asked is not null || Text is not null) && _row is null && TextFault is null;

    /// <summary>The cosines of <see cref="Sample"/> or <see cref="Text"/> with all n samples, or empty.</summary>
    public ReadOnlySpan<float> Cosines => _row;

    /// <summary>
    /// The samples nearest to <see cref="Sample"/> or <see cref="Text"/>, by falling cosine, without the sample itself and without those
    /// that are hidden or that the filter leaves out.
    /// </summary>
    public IReadOnlyList<SimilarSample> Nearest { get; private set; } = [];

    /// <summary>How many are listed, 1 to <see cref="MaxNearest"/>.</summary>
    public int NearestCount
    {
        get => _nearestCount;
        set
        {
            _nearestCount = Math.Clamp(value, 1, MaxNearest);
            FindNearest();
        }
    }

    /// <summary>Whether lines run to the nearest.</summary>
    public bool ShowsLines
    {
        get => _showsLines;
        set
        {
            _showsLines = value;
            FindNearest();
        }
    }

    /// <summary>Lines from <see cref="Sample"/> to its nearest, coloured by rank; a new list whenever they change.</summary>
    public IReadOnlyList<LineVertex> Lines { get; private set; } = [];

    /// <summary>The cosine from which on a pair counts as near-duplicates, -1 to 1.</summary>
    public float MinCosine { get; private set; } = 0.95f;

    /// <summary>How pairs make groups.</summary>
    public GroupLinkage Linkage { get; private set; } = GroupLinkage.Star;

    /// <summary>Whether the program can compare the samples' pictures by look; then it does so until a cosine is asked for.</summary>
    public bool CanLook
    {
        get => _canLook;
        set
        {
            _canLook = IsByLook = value;
            Version++;
        }
    }

    /// <summary>Whether near-duplicates are found by look; by the cosine of vectors otherwise.</summary>
    public bool IsByLook { get; private set; }

    /// <summary>The groups found last, or null.</summary>
    public SimilarityGroups? Groups { get; private set; }

    /// <summary>True from the request for groups until those of the present threshold arrive.</summary>
    public bool IsGrouping { get; private set; }

    /// <summary>How far the search for groups is, for example "pairs 43 %"; empty while it is not known.</summary>
    public string GroupingProgress { get; private set; } = string.Empty;

    /// <summary>
    /// Requests the focus' cosines if they are neither present nor requested, and finds the nearest again after another filter. Called for
    /// each frame.
    /// </summary>
    public void FollowFocus()
    {
        if (_row is not null && !ReferenceEquals(_leftOut, _selection.LeftOut))
            FindNearest();
        int? wanted = _isComparing ? _selection.Focus : null;
        if (wanted is null)
            _focusBesideText = null;
        if (Text is null ? wanted == _asked : wanted is null || wanted == _focusBesideText)
            return;
        Forget();
        _asked = wanted;
        _ask(new SceneRequest.CompareTo(wanted));
        FindNearest();
        if (wanted is null)
            _colours.SetSimilarity(null);
    }

    /// <summary>
    /// Requests the cosines of all samples with a text, in place of those with the focus. An empty text returns to the focus.
    /// </summary>
    /// <param name="text">In any script; blanks around it do not count.</param>
    public void CompareToText(string text)
    {
        string asked = text.Trim();
        if (asked == (Text ?? string.Empty))
            return;
        Forget();
        if (asked.Length > 0)
        {
            (Text, _focusBesideText) = (asked, _isComparing ? _selection.Focus : null);
            _ask(new SceneRequest.CompareToText(asked));
        }
        else
        {
            _colours.SetSimilarity(null);
            FollowFocus();
        }

        FindNearest();
    }

    /// <summary>Receives the cosines of a text; discards them if they are no longer needed.</summary>
    /// <param name="text">Compared with all.</param>
    /// <param name="cosines">Length n. Not written afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not n cosines.</exception>
    public void SetTextRow(string text, float[] cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cosines.Length, _facts.Count, nameof(cosines));
        if (text != Text)
            return;
        _row = cosines;
        _colours.SetSimilarity(new SimilarityColouring($"“{text}”", cosines));
        FindNearest();
    }

    /// <summary>Receives the reason why a text has no cosines.</summary>
    /// <param name="text">The requested text.</param>
    /// <param name="fault">The displayed reason and remedy.</param>
    public void RefuseText(string text, string fault)
    {
        if (text != Text)
            return;
        TextFault = fault;
        _colours.SetSimilarity(null);
        Version++;
    }

    /// <summary>Receives the cosines of a sample; discards them if they are no longer needed.</summary>
    /// <param name="sample">Compared with all.</param>
    /// <param name="cosines">Length n. Not written afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not n cosines.</exception>
    public void SetRow(int sample, float[] cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cosines.Length, _facts.Count, nameof(cosines));
        if (sample != _asked)
            return;
        _row = cosines;
        _colours.SetSimilarity(new SimilarityColouring(Path.GetFileName(_facts.NameOf(sample)), cosines));
        FindNearest();
    }

    /// <summary>Sets the threshold of near-duplicates and their linkage, and requests the groups.</summary>
    /// <param name="minCosine">Clamped to -1..1.</param>
    /// <param name="linkage">See <see cref="GroupLinkage"/>.</param>
    public void FindGroups(float minCosine, GroupLinkage linkage)
    {
        MinCosine = Math.Clamp(minCosine, -1, 1);
        (Linkage, IsByLook) = (linkage, false);
        AskForGroups();
    }

    /// <summary>Requests the groups of pictures that look the same; by cosine where the program cannot look.</summary>
    /// <param name="linkage">See <see cref="GroupLinkage"/>.</param>
    public void FindGroupsByLook(GroupLinkage linkage)
    {
        (Linkage, IsByLook) = (linkage, CanLook);
        AskForGroups();
    }

    /// <summary>Requests the groups again by another linkage.</summary>
    /// <param name="linkage">See <see cref="GroupLinkage"/>.</param>
    public void Regroup(GroupLinkage linkage)
    {
        Linkage = linkage;
        AskForGroups();
    }

    /// <summary>Receives how far the search for groups is.</summary>
    public void SetGroupingProgress(string progress)
    {
        GroupingProgress = progress;
        Version++;
    }

    /// <summary>The search for groups has failed; a message says why.</summary>
    public void StopGrouping()
    {
        (IsGrouping, GroupingProgress) = (false, string.Empty);
        Version++;
    }

    /// <summary>Receives groups and colours by them. Groups of an outdated threshold are shown until the next arrive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not of n samples.</exception>
    public void SetGroups(SimilarityGroups groups)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(groups.GroupOf.Length, _facts.Count, nameof(groups));
        Groups = groups;
        bool isAsked = groups.IsByLook == IsByLook && (IsByLook || groups.MinCosine == MinCosine) && groups.Linkage == Linkage;
        IsGrouping &= !isAsked;
        _colours.SetGroups(groups);
        Version++;
    }

    /// <summary>Brings groups back that were found before, with what they were asked for by.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not of n samples.</exception>
    public void Restore(SimilarityGroups groups)
    {
        if (!groups.IsByLook)
            MinCosine = Math.Clamp(groups.MinCosine, -1, 1);
        Linkage = groups.Linkage;
        SetGroups(groups);
    }

    /// <summary>Selects the members of a group.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public void SelectGroup(int group, SelectionChange change = SelectionChange.Replace)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, Groups?.Groups.Count ?? 0);
        _selection.Select(PointSet.Of(_facts.Count, Groups!.Groups[group].Members), change);
    }

    /// <summary>Adds the samples of <see cref="Nearest"/> to the selection.</summary>
    public void SelectNearest() =>
        _selection.Select(PointSet.Of(_facts.Count, [.. Nearest.Select(near => near.Sample)]), SelectionChange.Add);

    private void AskForGroups()
    {
        (IsGrouping, GroupingProgress) = (true, string.Empty);
        _ask(new SceneRequest.FindGroups(IsByLook ? null : MinCosine, Linkage));
        Version++;
    }

    private void Forget() => (_asked, _row, Text, TextFault, _focusBesideText) = (null, null, null, null, null);

    private void FindNearest()
    {
        _leftOut = _selection.LeftOut;
        Nearest = _row is not { } row
            ? []
            : [.. TopCosines.Of(Shown(row), _nearestCount, _asked).Select(sample => new SimilarSample(sample, row[sample]))];
        Lines = _showsLines && _asked is { } from ? LinesTo(from, Nearest) : [];
        Version++;
    }

    // What is not a number does not count.
    private float[] Shown(float[] row)
    {
        if (_leftOut.IsEmpty)
            return row;
        float[] shown = [.. row];
        foreach (int sample in _leftOut)
            shown[sample] = float.NaN;
        return shown;
    }

    private static LineVertex[] LinesTo(int from, IReadOnlyList<SimilarSample> nearest)
    {
        LineVertex[] lines = new LineVertex[2 * nearest.Count];
        for (int rank = 0; rank < nearest.Count; rank++)
        {
            uint rgba = (PerceptualRamp.At(1 - (0.7f * rank / nearest.Count)) & 0x00FFFFFF) | LineAlpha;
            lines[2 * rank] = new LineVertex(Vector3.Zero, from, rgba);
            lines[(2 * rank) + 1] = new LineVertex(Vector3.Zero, nearest[rank].Sample, rgba);
        }

        return lines;
    }
}
