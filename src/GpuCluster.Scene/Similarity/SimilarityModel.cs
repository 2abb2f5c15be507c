using System.Numerics;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Similarity;

/// <summary>What is near what: the sample or the text that all samples are compared with, its nearest, and groups of near-duplicates. Frame thread.</summary>
/// <remarks>
/// How it works. It follows the focus of the selection: whenever that is another sample, its cosines with all others are asked of the program, and what comes back while the
/// focus is still the same recolours the cloud, fills the list and draws the lines. A text takes the focus' place until another sample comes into focus.
/// </remarks>
public sealed class SimilarityModel
{
    /// <summary>The most neighbours that can be listed.</summary>
    public const int MostNearest = 100;

    /// <summary>Points behind a line stay visible.</summary>
    private const uint LineAlpha = 0xB0000000;

    private readonly SampleFacts _facts;
    private readonly SelectionModel _selection;
    private readonly ColourModel _colours;
    private readonly Action<SceneRequest> _ask;
    private float[]? _row;
    private int? _asked;
    private int? _focusBesideText;
    private int _nearestCount = 12;
    private bool _isComparing = true;
    private bool _showsLines = true;

    /// <param name="facts">Names the samples.</param>
    /// <param name="selection">Whose focus is followed.</param>
    /// <param name="colours">Shows the cosines, groups and clusters.</param>
    /// <param name="ask">Hears what the program has to compute.</param>
    public SimilarityModel(SampleFacts facts, SelectionModel selection, ColourModel colours, Action<SceneRequest> ask) =>
        (_facts, _selection, _colours, _ask) = (facts, selection, colours, ask);

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

    /// <summary>Whether the program answers texts, be it with a reason why this cloud has no answer.</summary>
    public bool TakesTexts { get; set; }

    /// <summary>The sample whose cosines are here, or null.</summary>
    public int? Sample => _row is null ? null : _asked;

    /// <summary>The text that all samples are compared with, from asking on; null where it is a sample or nothing.</summary>
    public string? Text { get; private set; }

    /// <summary>Why <see cref="Text"/> has no cosines, for people; null where it has, or may get some.</summary>
    public string? TextFault { get; private set; }

    /// <summary>True from asking for cosines until they come.</summary>
    public bool IsWaiting => (_asked is not null || Text is not null) && _row is null && TextFault is null;

    /// <summary>The cosines of <see cref="Sample"/> or <see cref="Text"/> with all n samples, or empty.</summary>
    public ReadOnlySpan<float> Cosines => _row;

    /// <summary>The samples nearest to <see cref="Sample"/> or <see cref="Text"/>, by falling cosine, the sample itself left out.</summary>
    public IReadOnlyList<SimilarSample> Nearest { get; private set; } = [];

    /// <summary>How many are listed, 1 to <see cref="MostNearest"/>.</summary>
    public int NearestCount
    {
        get => _nearestCount;
        set
        {
            _nearestCount = Math.Clamp(value, 1, MostNearest);
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
    public float LeastCosine { get; private set; } = 0.95f;

    /// <summary>How pairs make groups.</summary>
    public GroupLinkage Linkage { get; private set; }

    /// <summary>The groups found last, or null.</summary>
    public SimilarityGroups? Groups { get; private set; }

    /// <summary>True from asking for groups until those of the present threshold come.</summary>
    public bool IsGrouping { get; private set; }

    /// <summary>Asks for the focus' cosines where they are neither here nor asked for. Called for each frame.</summary>
    public void FollowFocus()
    {
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

    /// <summary>Asks for the cosines of all samples with a text, in place of those with the focus. An empty one returns to the focus.</summary>
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

    /// <summary>Takes the cosines of a text; those that are no longer wanted are let go.</summary>
    /// <param name="text">Compared with all.</param>
    /// <param name="cosines">Length n. Not written any more.</param>
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

    /// <summary>Hears that a text gets no cosines.</summary>
    /// <param name="text">Asked for.</param>
    /// <param name="fault">Why, and what helps, for people.</param>
    public void RefuseText(string text, string fault)
    {
        if (text != Text)
            return;
        TextFault = fault;
        _colours.SetSimilarity(null);
        Version++;
    }

    /// <summary>Takes the cosines of a sample; those that are no longer wanted are let go.</summary>
    /// <param name="sample">Compared with all.</param>
    /// <param name="cosines">Length n. Not written any more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not n cosines.</exception>
    public void SetRow(int sample, float[] cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cosines.Length, _facts.Count, nameof(cosines));
        if (sample != _asked)
            return;
        _row = cosines;
        _colours.SetSimilarity(new SimilarityColouring(_facts.NameOf(sample), cosines));
        FindNearest();
    }

    /// <summary>Sets the threshold of near-duplicates and how pairs make groups, and asks for the groups.</summary>
    /// <param name="leastCosine">Clamped to -1..1.</param>
    /// <param name="linkage">See <see cref="GroupLinkage"/>.</param>
    public void FindGroups(float leastCosine, GroupLinkage linkage)
    {
        LeastCosine = Math.Clamp(leastCosine, -1, 1);
        Linkage = linkage;
        IsGrouping = true;
        _ask(new SceneRequest.FindGroups(LeastCosine, linkage));
        Version++;
    }

    /// <summary>Takes groups and colours by them. Those of a threshold that has moved on meanwhile are shown until the next come.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not of n samples.</exception>
    public void SetGroups(SimilarityGroups groups)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(groups.GroupOf.Length, _facts.Count, nameof(groups));
        Groups = groups;
        IsGrouping &= groups.LeastCosine != LeastCosine || groups.Linkage != Linkage;
        _colours.SetGroups(groups);
        Version++;
    }

    /// <summary>Selects the members of a group.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public void SelectGroup(int group, SelectionChange change = SelectionChange.Replace)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, Groups?.Groups.Count ?? 0);
        _selection.Select(PointSet.Of(_facts.Count, Groups!.Groups[group].Members), change);
    }

    /// <summary>Selects the samples of <see cref="Nearest"/> beside the present selection.</summary>
    public void SelectNearest() => _selection.Select(PointSet.Of(_facts.Count, [.. Nearest.Select(near => near.Sample)]), SelectionChange.Add);

    private void Forget() => (_asked, _row, Text, TextFault, _focusBesideText) = (null, null, null, null, null);

    private void FindNearest()
    {
        Nearest = _row is not { } row ? []
            : [.. TopCosines.Of(row, _nearestCount, _asked).Select(sample => new SimilarSample(sample, row[sample]))];
        Lines = _showsLines && _asked is { } from ? LinesTo(from, Nearest) : [];
        Version++;
    }

    private static LineVertex[] LinesTo(int from, IReadOnlyList<SimilarSample> nearest)
    {
        var lines = new LineVertex[2 * nearest.Count];
        for (int rank = 0; rank < nearest.Count; rank++)
        {
            uint rgba = (PerceptualRamp.At(1 - (0.7f * rank / nearest.Count)) & 0x00FFFFFF) | LineAlpha;
            lines[2 * rank] = new LineVertex(Vector3.Zero, from, rgba);
            lines[(2 * rank) + 1] = new LineVertex(Vector3.Zero, nearest[rank].Sample, rgba);
        }

        return lines;
    }
}
