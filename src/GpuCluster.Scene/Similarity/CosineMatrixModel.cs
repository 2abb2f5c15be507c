using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Similarity;

/// <summary>The matrix of all cosines: which part of it is shown, in which order of the samples, and the cosines that have come. Frame thread.</summary>
/// <remarks>
/// How it works. A window is a square of the ordered matrix. Of more rows or columns than <see cref="MostCells"/> it shows that many in even steps, so a look at 70,000 samples costs
/// as much as one at 512. Whenever the window is another, once a frame at most, its samples are asked of the program; tiles come back one after the other, and those of a window that has
/// moved on are let go.
/// </remarks>
public sealed class CosineMatrixModel
{
    /// <summary>Rows, and columns, that are shown at most.</summary>
    public const int MostCells = 512;

    /// <summary>Rows, and columns, that a window spans at least: fewer would be mere blocks of colour.</summary>
    public const int FewestCells = 8;

    private readonly SampleFacts _facts;
    private readonly SelectionModel _selection;
    private readonly ColourModel _colours;
    private readonly Action<SceneRequest> _ask;
    private bool _isShown;
    private MatrixOrdering _ordering;
    private object? _orderedBy;
    private int[] _order = [];
    private double _top;
    private double _left;
    private double _span;
    private bool _isStale = true;
    private int _number;
    private float[] _cosines = [];
    private int _missing;

    /// <param name="facts">The samples' classes.</param>
    /// <param name="selection">The selected samples.</param>
    /// <param name="colours">Knows the clusters.</param>
    /// <param name="ask">Hears which cosines are wanted.</param>
    public CosineMatrixModel(SampleFacts facts, SelectionModel selection, ColourModel colours, Action<SceneRequest> ask) =>
        (_facts, _selection, _colours, _ask) = (facts, selection, colours, ask);

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the matrix is looked at.</summary>
    public bool IsShown
    {
        get => _isShown;
        set
        {
            if (value == _isShown)
                return;
            (_isShown, _isStale) = (value, true);
            if (!value)
                _ask(new SceneRequest.ShowCosines(Window: null));
            Version++;
        }
    }

    /// <summary>The order of rows and columns. Another one shows the whole matrix.</summary>
    public MatrixOrdering Ordering
    {
        get => _ordering;
        set
        {
            _ordering = value;
            _orderedBy = null;
            Version++;
        }
    }

    /// <summary>The samples in order; row and column i of the matrix is sample i of these.</summary>
    public IReadOnlyList<int> Order => _order;

    /// <summary>The shown square: its first row and column, and how many of each it spans, as fractions of rows.</summary>
    public (double Top, double Left, double Span) View => (_top, _left, _span);

    /// <summary>What is shown, or null before the first frame.</summary>
    public MatrixWindow? Window { get; private set; }

    /// <summary>The share of the window's cosines that has come, 0 to 1.</summary>
    public double Progress => _cosines.Length == 0 ? 1 : 1 - ((double)_missing / _cosines.Length);

    /// <summary>The window's cosines, row-major; NaN where one has not come.</summary>
    public ReadOnlySpan<float> Cosines => _cosines;

    /// <summary>Asks for another window's cosines where it is another. Called for each frame.</summary>
    public void Follow()
    {
        if (!_isShown)
            return;
        Sort();
        if (!_isStale)
            return;
        _isStale = false;
        Window = new MatrixWindow(++_number, Shown(_top), Shown(_left));
        _cosines = new float[Window.Rows.Length * Window.Columns.Length];
        Array.Fill(_cosines, float.NaN);
        _missing = _cosines.Length;
        if (_cosines.Length > 0)
            _ask(new SceneRequest.ShowCosines(Window));
        Version++;
    }

    /// <summary>Takes a tile.</summary>
    /// <param name="number">The <see cref="MatrixWindow.Number"/> it was computed for.</param>
    /// <param name="row">The window's row that it begins with.</param>
    /// <param name="column">The window's column that it begins with.</param>
    /// <param name="columns">How wide it is.</param>
    /// <param name="cosines">Row-major, whole rows; not NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie in the window.</exception>
    public void SetTile(int number, int row, int column, int columns, ReadOnlySpan<float> cosines)
    {
        if (Window is not { } window || number != window.Number)
            return;
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(column + columns, window.Columns.Length, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row + (cosines.Length / columns), window.Rows.Length, nameof(cosines));
        for (int i = 0; i < cosines.Length; i++)
        {
            ref float cell = ref _cosines[((row + (i / columns)) * window.Columns.Length) + column + (i % columns)];
            _missing -= float.IsNaN(cell) && !float.IsNaN(cosines[i]) ? 1 : 0;
            cell = cosines[i];
        }

        Version++;
    }

    /// <summary>Zooms so that what is at a place stays there.</summary>
    /// <param name="factor">Above 1: nearer.</param>
    /// <param name="x">Place in the shown square, 0 left to 1 right.</param>
    /// <param name="y">0 top to 1 bottom.</param>
    public void Zoom(double factor, double x, double y)
    {
        double span = Math.Clamp(_span / factor, Math.Min(FewestCells, _order.Length), _order.Length);
        SetView(_top + (y * (_span - span)), _left + (x * (_span - span)), span);
    }

    /// <summary>Moves the shown square over the matrix.</summary>
    /// <param name="x">To the right, in shares of the square.</param>
    /// <param name="y">Down, in shares of the square.</param>
    public void Pan(double x, double y) => SetView(_top + (y * _span), _left + (x * _span), _span);

    /// <summary>Shows the whole matrix.</summary>
    public void ShowAll() => SetView(0, 0, _order.Length);

    /// <summary>The samples and the cosine at a place of the shown square; null where there is no such row or column.</summary>
    /// <param name="x">0 left to 1 right.</param>
    /// <param name="y">0 top to 1 bottom.</param>
    /// <returns>The cosine is NaN while it has not come.</returns>
    public (int Row, int Column, float Cosine)? At(double x, double y)
    {
        if (Window is not { Rows.Length: > 0, Columns.Length: > 0 } window || !(x >= 0 && x < 1 && y >= 0 && y < 1))
            return null;
        int row = (int)(y * window.Rows.Length);
        int column = (int)(x * window.Columns.Length);
        return (window.Rows[row], window.Columns[column], _cosines[(row * window.Columns.Length) + column]);
    }

    private void SetView(double top, double left, double span)
    {
        double most = Math.Max(0, _order.Length - span);
        (double, double, double) next = (Math.Clamp(top, 0, most), Math.Clamp(left, 0, most), span);
        if (next == View)
            return;
        (_top, _left, _span) = next;
        _isStale = true;
        Version++;
    }

    /// <summary>Orders anew where what the order follows has changed.</summary>
    private void Sort()
    {
        object by = _ordering switch
        {
            MatrixOrdering.Selection => _selection.Selected,
            MatrixOrdering.Cluster => (object?)_colours.ClusterOf ?? this,
            _ => this,
        };
        if (ReferenceEquals(by, _orderedBy))
            return;
        _orderedBy = by;
        _order = _ordering switch
        {
            MatrixOrdering.Selection => _selection.Selected.ToArray(),
            MatrixOrdering.Cluster => Sorted(_colours.ClusterOf),
            _ => Sorted(_facts.Labels?.ClassOf),
        };
        (_top, _left, _span, _isStale) = (0, 0, _order.Length, true);
    }

    /// <summary>All samples by their part, those in none (-1) last, within a part as the data has them.</summary>
    private int[] Sorted(int[]? partOf)
    {
        int[] order = [.. Enumerable.Range(0, _facts.Count)];
        if (partOf is not null)
            order = [.. order.OrderBy(sample => (uint)partOf[sample])];
        return order;
    }

    private int[] Shown(double first)
    {
        int from = (int)Math.Floor(first);
        int to = Math.Min(_order.Length, (int)Math.Ceiling(first + _span));
        int cells = Math.Min(MostCells, to - from);
        int[] samples = new int[Math.Max(0, cells)];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = _order[from + (int)((long)i * (to - from) / cells)];
        return samples;
    }
}
