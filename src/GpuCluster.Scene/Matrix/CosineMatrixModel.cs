using System.Runtime.InteropServices;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.Scene.Matrix;

/// <summary>The matrix of all cosines as a picture to pan and zoom. Frame thread.</summary>
/// <remarks>
/// How it works. Level 0 has a cell for each pair; each further level has cells of twice as many samples along each side, the last has one
/// tile. A picture is drawn from the level whose cells are one to two pixels wide, or from single pairs. Missing tiles are requested, the
/// coarsest first; until they arrive, a coarser level replaces them. A bounded number of the most recently drawn tiles is cached.
/// </remarks>
public sealed class CosineMatrixModel
{
    /// <summary>Cached tiles: 16 MB. A picture of 1920 x 1080 shows at most 600 at a time, half of them by symmetry.</summary>
    public const int MaxTiles = 1024;

    /// <summary>Pixels of a cell at the nearest zoom.</summary>
    private const double LargestCell = 48;

    private readonly Dictionary<MatrixTile, (float[] Cosines, long Drawn)> _tiles = [];
    private List<MatrixTile> _wishes = [];
    private (int Level, int Left, int Right, int Top, int Bottom, int Tiles) _measured;
    private int _width;
    private int _height;
    private double _centreX;
    private double _centreY;
    private double _samplesPerPixel;
    private long _pictures;
    private bool _isShown;

    /// <param name="order">The order of the samples along both sides.</param>
    public CosineMatrixModel(MatrixOrder order) => Order = order;

    /// <summary>Changes whenever the picture does.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the matrix is shown; tiles are requested only then.</summary>
    public bool IsShown
    {
        get => _isShown;
        set
        {
            _isShown = value;
            _wishes = [];
            Version++;
        }
    }

    /// <summary>The order of the samples along both sides.</summary>
    public MatrixOrder Order { get; private set; }

    /// <summary>n.</summary>
    public int Count => Order.Samples.Length;

    /// <summary>The last level: one tile holds all.</summary>
    public int CoarsestLevel
    {
        get
        {
            int level = 0;
            while (CellsAt(level) > MatrixTile.Cells)
                level++;
            return level;
        }
    }

    /// <summary>The level of the picture drawn last.</summary>
    public int Level => Math.Clamp(_samplesPerPixel < 1 ? 0 : (int)Math.Ceiling(Math.Log2(_samplesPerPixel)), 0, CoarsestLevel);

    /// <summary>
    /// Cosines to colours: between quantiles of the visible values once all of them are available, unless <see cref="SetScale"/> fixed it.
    /// </summary>
    public ColourScale Scale { get; private set; } = new(0, 1);

    /// <summary>Whether the scale follows the visible values.</summary>
    public bool FitsScale { get; private set; } = true;

    /// <summary>Samples along a pixel; below 1 a sample is several pixels wide.</summary>
    public double SamplesPerPixel => _samplesPerPixel;

    /// <summary>The missing tiles of the picture drawn last, the most urgent first; empty where nothing is missing.</summary>
    public IReadOnlyList<MatrixTile> Wishes => _wishes;

    private double WholePerPixel => Math.Max(1 / LargestCell, (double)Count / Math.Max(1, Math.Min(_width, _height)));

    /// <summary>Changes the order of the samples and shows the whole matrix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order has another number of samples.</exception>
    public void SetOrder(MatrixOrder order)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(order.Samples.Length, Count, nameof(order));
        Order = order;
        _tiles.Clear();
        _measured = default;
        Fit();
    }

    /// <summary>Receives a tile; a tile of another order is discarded.</summary>
    /// <param name="order">The order that it was computed for.</param>
    /// <param name="tile">Which.</param>
    /// <param name="cosines">The tile's rows x columns values, row-major. Not written afterwards.</param>
    /// <exception cref="ArgumentException">The number of values does not match the tile.</exception>
    public void SetTile(MatrixOrder order, MatrixTile tile, float[] cosines)
    {
        if (!ReferenceEquals(order, Order))
            return;
        if (cosines.Length != CellsOf(tile.Level, tile.Row) * CellsOf(tile.Level, tile.Column))
            throw new ArgumentException($"{cosines.Length} values are not tile {tile}", nameof(cosines));
        _tiles[tile] = (cosines, _pictures);
        if (_tiles.Count > MaxTiles)
            _tiles.Remove(_tiles.Where(each => each.Key.Level != CoarsestLevel).MinBy(each => each.Value.Drawn).Key);
        _wishes.Remove(tile);
        Version++;
    }

    /// <summary>Shows the whole matrix.</summary>
    public void Fit()
    {
        _samplesPerPixel = 0;
        Version++;
    }

    /// <summary>Pans the matrix.</summary>
    /// <param name="pixelsX">To the right.</param>
    /// <param name="pixelsY">Down.</param>
    public void Pan(double pixelsX, double pixelsY)
    {
        _centreX = Math.Clamp(_centreX - (pixelsX * _samplesPerPixel), 0, Count);
        _centreY = Math.Clamp(_centreY - (pixelsY * _samplesPerPixel), 0, Count);
        Version++;
    }

    /// <summary>Zooms about a pixel, whose content stays in place.</summary>
    /// <param name="x">From the left of the picture drawn last.</param>
    /// <param name="y">From its top.</param>
    /// <param name="factor">Above 1: nearer.</param>
    public void ZoomAt(double x, double y, double factor)
    {
        if (_samplesPerPixel <= 0 || !(factor > 0))
            return;
        double next = Math.Clamp(_samplesPerPixel / factor, 1 / LargestCell, Math.Max(1 / LargestCell, WholePerPixel));
        _centreX = Math.Clamp(_centreX + ((x - (_width / 2.0)) * (_samplesPerPixel - next)), 0, Count);
        _centreY = Math.Clamp(_centreY + ((y - (_height / 2.0)) * (_samplesPerPixel - next)), 0, Count);
        _samplesPerPixel = next;
        Version++;
    }

    /// <summary>Fixes the scale, or, with null, lets it follow the visible values.</summary>
    public void SetScale(ColourScale? scale)
    {
        FitsScale = scale is null;
        Scale = scale ?? Scale;
        _measured = default;
        Version++;
    }

    /// <summary>The pixel at which a place of the order begins, along x and along y.</summary>
    public (double X, double Y) PixelOf(double place) =>
        _samplesPerPixel <= 0
            ? (0, 0)
            : (((place - _centreX) / _samplesPerPixel) + (_width / 2.0), ((place - _centreY) / _samplesPerPixel) + (_height / 2.0));

    /// <summary>The cell at a pixel of the picture drawn last, or null outside the matrix.</summary>
    public MatrixHover? HoverAt(double x, double y)
    {
        double across = PlaceAt(x, _width, _centreX);
        double down = PlaceAt(y, _height, _centreY);
        if (_samplesPerPixel <= 0 || !(across >= 0 && across < Count && down >= 0 && down < Count))
            return null;
        int level = Level;
        int column = (int)across >> level,
            row = (int)down >> level;
        float? cosine =
            Find(level, row / MatrixTile.Cells, column / MatrixTile.Cells) is { } source && source.Level == level
                ? source.At(row, column)
                : null;
        return new MatrixHover(
            Order.Samples[row << level],
            Math.Min(1 << level, Count - (row << level)),
            Order.Samples[column << level],
            Math.Min(1 << level, Count - (column << level)),
            cosine
        );
    }

    /// <summary>Draws the matrix, and records which tiles are missing.</summary>
    /// <param name="width">In pixels, 1 or more.</param>
    /// <param name="height">In pixels, 1 or more.</param>
    /// <param name="rgba">Receives width x height pixels of 4 bytes: red, green, blue, alpha. Transparent outside the matrix, grey where a
    /// tile is missing.</param>
    /// <exception cref="ArgumentException">The length is not that of the picture.</exception>
    public void Draw(int width, int height, Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgba.Length != 4L * width * height)
            throw new ArgumentException($"{rgba.Length} bytes are not {width} x {height} pixels", nameof(rgba));
        (_width, _height) = (width, height);
        _pictures++;
        if (_samplesPerPixel <= 0)
            (_samplesPerPixel, _centreX, _centreY) = (WholePerPixel, Count / 2.0, Count / 2.0);

        int level = Level;
        int[] columns = CellsAlong(width, _centreX, level);
        int[] rows = CellsAlong(height, _centreY, level);
        Dictionary<(int Row, int Column), Source?> sources = Look(level, rows, columns);
        MeasureScale(level, rows, columns, sources);
        float[] cosines = new float[width * height];
        Array.Fill(cosines, float.NaN);
        for (int y = 0; y < height; y++)
        {
            int row = rows[y];
            if (row < 0)
                continue;
            int tile = -1;
            Source? source = null;
            for (int x = 0; x < width; x++)
            {
                int column = columns[x];
                if (column < 0)
                    continue;
                if (column / MatrixTile.Cells != tile)
                {
                    tile = column / MatrixTile.Cells;
                    source = sources[(row / MatrixTile.Cells, tile)];
                }

                if (source is { } from)
                    cosines[(y * width) + x] = from.At(row >> (from.Level - level), column >> (from.Level - level));
            }
        }

        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        Scale.Colour(cosines).Rgba.CopyTo(pixels);
        for (int pixel = 0; pixel < pixels.Length; pixel++)
        {
            if (columns[pixel % width] < 0 || rows[pixel / width] < 0)
                pixels[pixel] = 0;
        }
    }

    private int CellsAt(int level) => (int)((Count + (1L << level) - 1) >> level);

    /// <summary>Cells along a side of a tile.</summary>
    private int CellsOf(int level, int tile) => Math.Clamp(CellsAt(level) - (tile * MatrixTile.Cells), 0, MatrixTile.Cells);

    private double PlaceAt(double pixel, int pixels, double centre) => centre + ((pixel - (pixels / 2.0)) * _samplesPerPixel);

    /// <summary>The cell at the middle of each pixel, or -1 outside the matrix.</summary>
    private int[] CellsAlong(int pixels, double centre, int level)
    {
        int[] cells = new int[pixels];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            double place = PlaceAt(pixel + 0.5, pixels, centre);
            cells[pixel] = place >= 0 && place < Count ? (int)place >> level : -1;
        }

        return cells;
    }

    /// <summary>Finds the source of each visible tile, and requests the missing ones.</summary>
    private Dictionary<(int Row, int Column), Source?> Look(int level, int[] rows, int[] columns)
    {
        int[] tileRows = TilesOf(rows),
            tileColumns = TilesOf(columns);
        Dictionary<(int Row, int Column), Source?> sources = new();
        HashSet<MatrixTile> missing = new();
        foreach (int row in tileRows)
        {
            foreach (int column in tileColumns)
            {
                Source? source = Find(level, row, column);
                sources[(row, column)] = source;
                if (source?.Level != level)
                    missing.Add(new MatrixTile(level, Math.Min(row, column), Math.Max(row, column)));
            }
        }

        MatrixTile coarsest = new(CoarsestLevel, 0, 0);
        if (Count > 0 && !_tiles.ContainsKey(coarsest))
            missing.Add(coarsest);
        double half = MatrixTile.Cells / 2.0 * (1 << level);
        _wishes = IsShown
            ? [.. missing.OrderByDescending(tile => tile.Level).ThenBy(Distance).ThenBy(tile => tile.Row).ThenBy(tile => tile.Column)]
            : [];
        return sources;

        // A tile is visible on either side of the diagonal: the nearer place counts.
        double Distance(MatrixTile tile) => Math.Min(Far(tile.Row, tile.Column), Far(tile.Column, tile.Row));
        double Far(int row, int column) =>
            Math.Max(Math.Abs(((2 * row) + 1) * half - _centreY), Math.Abs(((2 * column) + 1) * half - _centreX));
    }

    private static int[] TilesOf(int[] cells) => [.. cells.Where(cell => cell >= 0).Select(cell => cell / MatrixTile.Cells).Distinct()];

    /// <summary>The tile, or the finest coarser one that covers it, or null.</summary>
    private Source? Find(int level, int row, int column)
    {
        for (int at = level; at <= CoarsestLevel; at++)
        {
            int tileRow = row >> (at - level),
                tileColumn = column >> (at - level);
            MatrixTile tile = new(at, Math.Min(tileRow, tileColumn), Math.Max(tileRow, tileColumn));
            ref (float[] Cosines, long Drawn) found = ref CollectionsMarshal.GetValueRefOrNullRef(_tiles, tile);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref found))
                continue;
            found.Drawn = _pictures;
            return new Source(found.Cosines, at, CellsOf(at, tile.Column), tileRow > tileColumn);
        }

        return null;
    }

    private void MeasureScale(int level, int[] rows, int[] columns, Dictionary<(int Row, int Column), Source?> sources)
    {
        Source[] there = [.. sources.Values.OfType<Source>()];
        bool isWhole = there.Length == sources.Count && Array.TrueForAll(there, source => source.Level == level);
        (int level, int, int, int, int, int) measured = (
            level,
            columns.Min(),
            columns.Max(),
            rows.Min(),
            rows.Max(),
            isWhole ? there.Length : 0
        );
        if (!FitsScale || there.Length == 0 || measured == _measured || (!isWhole && _measured != default))
            return;
        int step = Math.Max(1, there.Length / 16);
        List<float> values = new();
        for (int i = 0; i < there.Length; i += step)
            values.AddRange(there[i].Cosines);
        Scale = ColourScale.Between(CollectionsMarshal.AsSpan(values), 0.02f, 0.998f);
        _measured = measured;
    }

    /// <summary>A tile to draw from.</summary>
    /// <param name="Cosines">Its values.</param>
    /// <param name="Level">Of its cells.</param>
    /// <param name="Stride">Its columns.</param>
    /// <param name="IsTransposed">Whether it is drawn below the diagonal.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Source(float[] Cosines, int Level, int Stride, bool IsTransposed)
    {
        /// <summary>The value of a cell of its level, counted from the matrix' corner.</summary>
        public float At(int row, int column)
        {
            (int down, int across) = (row % MatrixTile.Cells, column % MatrixTile.Cells);
            return IsTransposed ? Cosines[(across * Stride) + down] : Cosines[(down * Stride) + across];
        }
    }
}
