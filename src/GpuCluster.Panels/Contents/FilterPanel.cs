using GpuCluster.Core.Samples;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Plots;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Panels.Contents;

/// <summary>Search and filter: a line for words or an expression, the conditions as chips, the samples found, and histograms.</summary>
internal sealed class FilterPanel
{
    /// <summary>More columns than this are filtered by expressions.</summary>
    private const int MaxHistograms = 12;

    private readonly DeskParts _parts;
    private readonly FilterModel _filters;
    private readonly TextField _line;
    private string _text = string.Empty;
    private (string Text, SelectionState State, PointSet? Found, FilterFault? Fault)? _draft;
    private (PointSet Of, int[] Samples)? _listed;

    private FilterPanel(DeskParts parts)
    {
        (_parts, _filters) = (parts, parts.Scene.Filters);
        _line = new TextField("search, or class = cat", text => _text = text)
        {
            Entered = Enter,
            Fault = () => _text.Length > 0 && Draft.Fault is { } fault ? (fault.Position, fault.Length) : null,
            Tip = "words, or column = value, <, >, contains, in (a, b), is empty, and, or, not",
        };
    }

    private SelectionModel Selection => _parts.Scene.Selection;

    private IReadOnlyList<string> Chips => [.. _filters.Chips.Select(chip => chip.Text)];

    /// <summary>What the line finds now.</summary>
    private (string Text, SelectionState State, PointSet? Found, FilterFault? Fault) Draft
    {
        get
        {
            if (_draft is not { } draft || draft.Text != _text || !ReferenceEquals(draft.State, Selection.State))
            {
                _filters.TryFind(_text, out PointSet? found, out FilterFault? fault);
                _draft = draft = (_text, Selection.State, found, fault);
            }

            return draft;
        }
    }

    /// <summary>The samples of the list: what the line finds, else what the filter lets through.</summary>
    private int[] Samples
    {
        get
        {
            PointSet? points = _text.Trim().Length > 0 ? Draft.Found : _filters.Passing;
            if (points is null)
                return [];
            if (_listed is not { } listed || !ReferenceEquals(listed.Of, points))
                _listed = listed = (points, points.ToArray());
            return listed.Samples;
        }
    }

    /// <param name="parts">What it shows.</param>
    public static Panel Make(DeskParts parts) => new FilterPanel(parts).MakePanel();

    private Panel MakePanel()
    {
        return new Panel(
            "Search and filter",
            new Column(
                _line,
                new Label(Found) { ShownWhen = () => _text.Trim().Length > 0 && Draft.Fault is null, MaxLines = 2 },
                new Label(() => Draft.Fault?.ToString() ?? string.Empty)
                {
                    ShownWhen = () => _text.Trim().Length > 0 && Draft.Fault is not null,
                    Colour = PanelStyle.Warning,
                    MaxLines = 6,
                },
                new ChipRow(() => Chips, _filters.Remove, Edit)
                {
                    ShownWhen = () => _filters.Chips.Count > 0,
                    Tip = "click: edit; cross: remove",
                },
                new Toggle("hide the rest", () => _filters.IsHiding, hides => _filters.IsHiding = hides)
                {
                    ShownWhen = () => _filters.Chips.Count > 0,
                    Tip = "off: what is filtered out stays as grey context",
                },
                new ListView(
                    () => Samples.Length,
                    i => new ListRow(Name(Samples[i]))
                    {
                        Value = _parts.Scene.Marks.ClassOf(Samples[i]),
                        IsOn = Selection.Contains(Samples[i]),
                    },
                    (i, _) => Selection.Select(Samples[i])
                )
                {
                    MaxRows = 5,
                },
                new Row(
                    new Button("Select them", () => Selection.Select(PointSet.Of(_filters.Columns.Count, Samples)))
                    {
                        EnabledWhen = () => Samples.Length > 0,
                    },
                    new Button("No filter", _filters.Clear) { EnabledWhen = () => _filters.Chips.Count > 0 }
                )
                {
                    ShownWhen = () => _text.Trim().Length > 0 || _filters.Chips.Count > 0,
                },
                Histograms()
            )
        )
        {
            Summary = () => _filters.Passing is { } passing ? $"{passing.Count:N0} of {passing.Universe:N0}" : string.Empty,
            Stamp = () => Selection.Version.GetHashCode(),
            Entry = _line,
        };
    }

    private Section Histograms()
    {
        NumericColumn[] columns = [.. _parts.Scene.Facts.Columns.OfType<NumericColumn>().Take(MaxHistograms)];
        return new Section("Histograms", new Column([.. columns.Select(HistogramOf)]))
        {
            IsInner = true,
            IsFolded = true,
            ShownWhen = () => columns.Length > 0,
            Summary = () => "drag to filter",
        };
    }

    private Histogram HistogramOf(NumericColumn column)
    {
        Lazy<ColumnHistogram> histogram = new(() => new ColumnHistogram(column));
        string name = _filters.Columns.NameOf(column);
        (PointSet? Of, int[] Counts)? known = null;
        return new Histogram(
            column.Name,
            () => histogram.Value,
            () =>
            {
                PointSet? others = _filters.PassingWithout(name);
                if (known is not { } counted || !Equals(counted.Of, others))
                    known = counted = (others, others is null ? histogram.Value.All : histogram.Value.Count(others));
                return counted.Counts;
            },
            () => _filters.RangeOf(name),
            (range, isFinal) => _filters.SetRange(name, range, isFinal)
        );
    }

    private string Found()
    {
        int found = Draft.Found?.Count ?? 0;
        return found == 0 ? "nothing found" : $"{found:N0} found  ·  Enter: filter by it";
    }

    private string Name(int sample)
    {
        string name = _parts.Scene.Facts.NameOf(sample);
        return Path.GetFileName(name) is { Length: > 0 } file ? file : name;
    }

    private void Enter(string text)
    {
        if (text.Trim().Length > 0 && _filters.TryAdd(text, out _))
            _line.Set(string.Empty);
    }

    private void Edit(int chip)
    {
        string text = _filters.Chips[chip].Text;
        _filters.Remove(chip);
        _line.Set(text);
    }
}
