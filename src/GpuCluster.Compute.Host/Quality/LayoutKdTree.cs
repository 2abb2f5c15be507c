using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// Exact nearest neighbours of points in 2 or 3 dimensions, euclidean, each distance in double precision as scikit-learn has it.
/// </summary>
/// <remarks>
/// A k-d tree without nodes: the points are reordered so that the middle one of each range splits it along the axis of its widest extent,
/// smaller coordinates before it and larger ones behind. A search goes down the near half first and enters the far half only where the
/// splitting plane is nearer than the worst neighbour so far. Equal points cannot make it slow: a half that is only as near as the worst
/// neighbour is left out, so among exactly equal distances the order of the tree decides, which is always the same.
/// </remarks>
public sealed class LayoutKdTree
{
    private const int LeafPoints = 12;
    private const int ChunkRows = 256;

    private readonly int _dims;
    private readonly int[] _order;
    private readonly float[] _points;
    private readonly byte[] _axes;

    /// <summary>Builds the tree in O(n log n).</summary>
    public LayoutKdTree(Layout layout)
    {
        _dims = layout.Dims;
        _order = new int[layout.Count];
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;

        _axes = new byte[layout.Count];
        Split(layout, 0, layout.Count);
        _points = new float[layout.Values.Length];
        for (int i = 0; i < _order.Length; i++)
            layout.Of(_order[i]).CopyTo(_points.AsSpan(i * _dims));
    }

    /// <summary>The number of points.</summary>
    public int Count => _order.Length;

    /// <summary>The nearest other points of every point.</summary>
    /// <param name="k">Neighbours of each, the point itself left out; 1 or more.</param>
    /// <param name="groups">Length n, or empty. Where given, points of a point's own group are no neighbours of it.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>Row-major, n x k, nearest first, and their distances; -1 and infinity where there are fewer.</returns>
    public (int[] Neighbours, double[] Distances) Nearest(int k, int[] groups, int threads, CancellationToken cancellation)
    {
        int[] neighbours = new int[Count * k];
        double[] distances = new double[Count * k];

        // In the tree's order, one search after another touches almost the same points.
        new RowChunks(Count, ChunkRows, threads).Run(
            (_, first, end) =>
            {
                for (int at = first; at < end; at++)
                {
                    int point = _order[at];
                    Search search = new(
                        at,
                        groups.Length > 0 ? groups[point] : -1,
                        groups,
                        neighbours.AsSpan(point * k, k),
                        distances.AsSpan(point * k, k)
                    );
                    Visit(0, Count, ref search);
                    search.Finish();
                }
            },
            cancellation
        );
        return (neighbours, distances);
    }

    /// <summary>The nearest other points of some points, on the calling thread.</summary>
    /// <param name="points">Indices; those asked.</param>
    /// <param name="k">Neighbours of each, the point itself left out; 1 or more.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <param name="groups">Length n, or null. Where given, points of a point's own group are no neighbours of it.</param>
    /// <returns>Row-major, points x k, nearest first; -1 where there are fewer.</returns>
    public int[] NearestOf(ReadOnlySpan<int> points, int k, CancellationToken cancellation, int[]? groups = null)
    {
        int[] places = new int[Count];
        for (int at = 0; at < Count; at++)
            places[_order[at]] = at;

        int[] neighbours = new int[points.Length * k];
        double[] distances = new double[k];
        for (int i = 0; i < points.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Search search = new(places[points[i]], groups?[points[i]] ?? -1, groups ?? [], neighbours.AsSpan(i * k, k), distances);
            Visit(0, Count, ref search);
            search.Finish();
        }

        return neighbours;
    }

    private void Visit(int first, int end, ref Search search)
    {
        if (end - first <= LeafPoints)
        {
            for (int at = first; at < end; at++)
                Offer(at, ref search);

            return;
        }

        int middle = first + ((end - first) / 2);
        int axis = _axes[middle];
        double beyond = (double)_points[(search.At * _dims) + axis] - _points[(middle * _dims) + axis];
        if (beyond < 0)
        {
            Visit(first, middle, ref search);
            if (beyond * beyond < search.Worst)
            {
                Offer(middle, ref search);
                Visit(middle + 1, end, ref search);
            }
        }
        else
        {
            Visit(middle + 1, end, ref search);
            if (beyond * beyond < search.Worst)
            {
                Offer(middle, ref search);
                Visit(first, middle, ref search);
            }
        }
    }

    private void Offer(int at, ref Search search)
    {
        int from = search.At * _dims,
            to = at * _dims;
        double dx = (double)_points[from] - _points[to];
        double dy = (double)_points[from + 1] - _points[to + 1];
        double square = (dx * dx) + (dy * dy);
        if (_dims == 3)
        {
            double dz = (double)_points[from + 2] - _points[to + 2];
            square += dz * dz;
        }

        if (square < search.Worst && at != search.At)
            search.Insert(_order[at], square);
    }

    /// <summary>Orders a range around the middle of its widest axis, then both halves.</summary>
    private void Split(Layout layout, int first, int end)
    {
        while (end - first > LeafPoints)
        {
            int axis = WidestAxis(layout, first, end);
            int middle = first + ((end - first) / 2);
            Select(layout, axis, first, end - 1, middle);
            _axes[middle] = (byte)axis;
            Split(layout, first, middle);
            first = middle + 1;
        }
    }

    private int WidestAxis(Layout layout, int first, int end)
    {
        int widest = 0;
        float extent = -1;
        for (int axis = 0; axis < _dims; axis++)
        {
            float min = float.PositiveInfinity,
                max = float.NegativeInfinity;
            for (int at = first; at < end; at++)
            {
                float value = layout.Values[(_order[at] * _dims) + axis];
                min = Math.Min(min, value);
                max = Math.Max(max, value);
            }

            if (max - min > extent)
                (widest, extent) = (axis, max - min);
        }

        return widest;
    }

    /// <summary>
    /// Hoare's selection: afterwards place <paramref name="target"/> holds what sorting would put there, nothing larger before it, nothing
    /// smaller behind.
    /// </summary>
    private void Select(Layout layout, int axis, int low, int high, int target)
    {
        while (low < high)
        {
            float pivot = layout.Values[(_order[low + ((high - low) / 2)] * _dims) + axis];
            int i = low,
                j = high;
            while (i <= j)
            {
                while (layout.Values[(_order[i] * _dims) + axis] < pivot)
                    i++;
                while (layout.Values[(_order[j] * _dims) + axis] > pivot)
                    j--;
                if (i <= j)
                {
                    (_order[i], _order[j]) = (_order[j], _order[i]);
                    i++;
                    j--;
                }
            }

            if (target <= j)
                high = j;
            else if (target >= i)
                low = i;
            else
                return;
        }
    }

    /// <summary>One point's search: its neighbours so far, nearest first, squares in place of distances.</summary>
    private ref struct Search(int at, int group, int[] groups, Span<int> neighbours, Span<double> squares)
    {
        private readonly Span<int> _neighbours = neighbours;
        private readonly Span<double> _squares = squares;
        private int _found;

        public int At { get; } = at;

        public double Worst { get; private set; } = double.PositiveInfinity;

        public void Insert(int point, double square)
        {
            if (group >= 0 && groups[point] == group)
                return;

            int place = _found < _squares.Length ? _found++ : _found - 1;
            for (; place > 0 && _squares[place - 1] > square; place--)
            {
                _squares[place] = _squares[place - 1];
                _neighbours[place] = _neighbours[place - 1];
            }

            _squares[place] = square;
            _neighbours[place] = point;
            if (_found == _squares.Length)
                Worst = _squares[^1];
        }

        public readonly void Finish()
        {
            for (int i = 0; i < _found; i++)
                _squares[i] = Math.Sqrt(_squares[i]);

            _squares[_found..].Fill(double.PositiveInfinity);
            _neighbours[_found..].Fill(-1);
        }
    }
}
