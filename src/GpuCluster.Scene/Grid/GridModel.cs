using GpuCluster.Core.Samples;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Marks;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Similarity;

namespace GpuCluster.Scene.Grid;

/// <summary>A sheet of samples: which, and in which order. Frame thread.</summary>
/// <remarks>
/// How it works. The samples are taken when the sheet is opened or another source is chosen, so that a click in it, which changes the
/// selection, does not change the sheet.
/// </remarks>
public sealed class GridModel
{
    /// <summary>By the row of the data.</summary>
    public const string ByRow = "row";

    /// <summary>By the cosine with the sample that was clicked last, the most similar first.</summary>
    public const string BySimilarity = "similarity";

    /// <summary>By class, with what the user said of it.</summary>
    public const string ByClass = "class";

    /// <summary>By file name.</summary>
    public const string ByName = "name";

    private readonly SampleFacts _facts;
    private readonly SelectionModel _selection;
    private readonly FilterModel _filters;
    private readonly MarksModel _marks;
    private readonly SimilarityModel _similarity;
    private readonly Action<SceneRequest> _ask;

    /// <param name="facts">What is known of the samples.</param>
    /// <param name="selection">A source, and what a click changes.</param>
    /// <param name="filters">A source.</param>
    /// <param name="marks">Classes that the user gave.</param>
    /// <param name="similarity">Cosines to sort by.</param>
    /// <param name="ask">Receives requests to the program.</param>
    public GridModel(
        SampleFacts facts,
        SelectionModel selection,
        FilterModel filters,
        MarksModel marks,
        SimilarityModel similarity,
        Action<SceneRequest> ask
    )
    {
        (_facts, _selection, _filters, _marks, _similarity, _ask) = (facts, selection, filters, marks, similarity, ask);
        Orders = [ByRow, BySimilarity, ByClass, ByName, .. facts.Columns.Select(column => column.Name)];
    }

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the sheet is shown.</summary>
    public bool IsShown { get; private set; }

    /// <summary>Where its samples come from.</summary>
    public GridSource Source { get; private set; }

    /// <summary>What it can be sorted by; columns of the data come last.</summary>
    public IReadOnlyList<string> Orders { get; }

    /// <summary>What it is sorted by, of <see cref="Orders"/>.</summary>
    public string Order { get; private set; } = ByRow;

    /// <summary>The samples, in their order.</summary>
    public IReadOnlyList<int> Samples { get; private set; } = [];

    /// <summary>Opens the sheet of the selection if there is one, else of the filter, else of all; closes it if it is open.</summary>
    public void Toggle()
    {
        if (IsShown)
        {
            Close();
            return;
        }

        IsShown = true;
        Use(
            _selection.Count > 1 ? GridSource.Selection
            : _filters.Passing is not null ? GridSource.Filter
            : GridSource.All
        );
    }

    /// <summary>Closes the sheet.</summary>
    public void Close()
    {
        IsShown = false;
        Version++;
    }

    /// <summary>Shows other samples, as they are now.</summary>
    public void Use(GridSource source)
    {
        Source = source;
        PointSet points = source switch
        {
            GridSource.Selection => _selection.Selected,
            GridSource.Filter when _filters.Passing is { } passing => passing.Except(_selection.Hidden),
            _ => _selection.Hidden.Complement(),
        };
        Samples = points.ToArray();
        SortBy(Order);
    }

    /// <summary>Sorts the samples; those without a value come last, equal ones by row.</summary>
    /// <param name="order">Of <see cref="Orders"/>; any other sorts by row.</param>
    public void SortBy(string order)
    {
        Order = Orders.Contains(order) ? order : ByRow;
        int[] samples = [.. Samples.Order()];
        Samples = Order switch
        {
            ByRow => samples,
            BySimilarity => ByCosine(samples),
            ByClass => ByText(samples, sample => _marks.ClassOf(sample) ?? ""),
            ByName => ByText(samples, _facts.NameOf),
            _ => ByColumn(samples, _facts.Columns.First(column => column.Name == Order)),
        };
        Version++;
    }

    /// <summary>Selects a sample of the sheet and makes it the focus.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="adds">Whether it is added to the selection, or taken out.</param>
    public void Choose(int sample, bool adds) => _selection.Select(sample, adds ? SelectionChange.Toggle : SelectionChange.Replace);

    /// <summary>Asks to open the picture of the focus in the system's viewer.</summary>
    public void Open() => WithFocus(path => new SceneRequest.OpenFile(path));

    /// <summary>Asks to show the folder of the focus.</summary>
    public void ShowFolder() => WithFocus(path => new SceneRequest.ShowFolder(path));

    /// <summary>Asks to copy the path of the focus to the clipboard.</summary>
    public void CopyPath() => WithFocus(path => new SceneRequest.CopyText(path));

    private static int[] ByText(int[] samples, Func<int, string> textOf) =>
        [
            .. samples
                .Select(sample => (Sample: sample, Text: textOf(sample)))
                .OrderBy(pair => pair.Text.Length == 0)
                .ThenBy(pair => pair.Text, StringComparer.OrdinalIgnoreCase)
                .Select(pair => pair.Sample),
        ];

    private static int[] ByColumn(int[] samples, SampleColumn column) =>
        column is NumericColumn numbers
            ? [.. samples.OrderBy(sample => double.IsNaN(numbers.Values[sample])).ThenBy(sample => numbers.Values[sample])]
            : ByText(samples, column.TextOf);

    private int[] ByCosine(int[] samples)
    {
        float[] cosines = _similarity.Cosines.ToArray();
        int? focus = _similarity.Sample;
        return cosines.Length == 0
            ? samples
            : [.. samples.OrderByDescending(sample => sample == focus ? float.PositiveInfinity : cosines[sample])];
    }

    private void WithFocus(Func<string, SceneRequest> request)
    {
        if (_selection.Focus is { } focus && _facts.Paths is { } paths)
            _ask(request(paths[focus]));
    }
}
