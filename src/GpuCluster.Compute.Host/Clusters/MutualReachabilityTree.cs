using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// A k-d tree of boxes over points in 2 or 3 dimensions. Each box knows the least core distance in it and whether all its points are of one
/// component, so that a search from inside a component passes over the component itself, and over whatever is too far or too sparse (after
/// March, Ram and Gray, "Fast Euclidean Minimum Spanning Tree", 2010). Points lie in the order of the leaves, so that what a search touches
/// lies together.
/// </summary>
internal sealed class MutualReachabilityTree : IOutsideSearch
{
    private const int LeafPoints = 12;
    private const int Mixed = -1;

    private readonly NearLists _lists;
    private readonly int[] _order;
    private readonly int[] _placeOf;
    private readonly Vector4[] _points;
    private readonly double[] _cores;
    private readonly Node[] _nodes;
    private readonly int[] _nodeComponents;
    private readonly int[] _components;
    private int _count;

    /// <summary>Builds the tree in O(n log n).</summary>
    public MutualReachabilityTree(Layout layout, NearLists lists)
    {
        _lists = lists;
        int n = layout.Count;
        _order = [.. Enumerable.Range(0, n)];
        _points = [.. _order.Select(layout.PositionOf)];
        _cores = [.. lists.Cores];
        _nodes = new Node[Math.Max(1, (4 * n / LeafPoints) + 1)];
        Build(0, n);
        _nodeComponents = new int[_count];
        _components = new int[n];
        _placeOf = new int[n];
        for (int place = 0; place < n; place++)
            _placeOf[_order[place]] = place;
    }

    /// <inheritdoc/>
    public void Begin(int[] componentOf)
    {
        for (int place = 0; place < _order.Length; place++)
            _components[place] = componentOf[_order[place]];

        // Children stand behind their parent.
        for (int at = _count - 1; at >= 0; at--)
        {
            ref readonly Node node = ref _nodes[at];
            if (node.Far >= 0)
            {
                _nodeComponents[at] = _nodeComponents[at + 1] == _nodeComponents[node.Far] ? _nodeComponents[at + 1] : Mixed;
                continue;
            }

            ReadOnlySpan<int> members = _components.AsSpan(node.First, node.End - node.First);
            _nodeComponents[at] = members.ContainsAnyExcept(members[0]) ? Mixed : members[0];
        }
    }

    /// <inheritdoc/>
    public void Search(ReadOnlySpan<int> samples, Func<int, double> boundOf, Action<TreeEdge> offer, CancellationToken cancellation)
    {
        foreach (int sample in samples)
        {
            cancellation.ThrowIfCancellationRequested();
            double bound = boundOf(sample);
            if (_lists.ListedUpTo(sample) >= bound)
                continue;
            int place = _placeOf[sample];
            Query query = new(_points[place], _cores[place], _components[place]) { Weight = bound, Best = -1 };
            Visit(0, Lowest(in _nodes[0], in query), ref query);
            if (query.Best >= 0)
                offer(new TreeEdge(sample, _order[query.Best], query.Weight));
        }
    }

    private void Visit(int at, double lowest, ref Query query)
    {
        if (lowest >= query.Weight || _nodeComponents[at] == query.Component)
            return;
        ref readonly Node node = ref _nodes[at];
        if (node.Far >= 0)
        {
            int near = at + 1,
                far = node.Far;
            double nearLowest = Lowest(in _nodes[near], in query),
                farLowest = Lowest(in _nodes[far], in query);
            if (farLowest < nearLowest)
                (near, far, nearLowest, farLowest) = (far, near, farLowest, nearLowest);
            Visit(near, nearLowest, ref query);
            Visit(far, farLowest, ref query);
            return;
        }

        for (int place = node.First; place < node.End; place++)
        {
            if (_components[place] == query.Component)
                continue;
            Vector4 there = _points[place];
            double square =
                Square((double)query.Point.X - there.X) + Square((double)query.Point.Y - there.Y) + Square((double)query.Point.Z - there.Z);
            double weight = Math.Max(Math.Sqrt(square), Math.Max(query.Core, _cores[place]));
            if (weight < query.Weight)
                (query.Best, query.Weight) = (place, weight);
        }
    }

    /// <summary>No point of the box is reached from the query's below this.</summary>
    private static double Lowest(ref readonly Node node, ref readonly Query query) =>
        Math.Max(
            Math.Sqrt(
                Square(Gap(node.Min.X, node.Max.X, query.Point.X))
                    + Square(Gap(node.Min.Y, node.Max.Y, query.Point.Y))
                    + Square(Gap(node.Min.Z, node.Max.Z, query.Point.Z))
            ),
            Math.Max(query.Core, node.MinCore)
        );

    private static double Gap(double min, double max, double at) => Math.Max(0, Math.Max(min - at, at - max));

    private static double Square(double value) => value * value;

    private int Build(int first, int end)
    {
        int at = _count++;
        Vector4 min = _points[first],
            max = min;
        double minCore = double.PositiveInfinity;
        for (int place = first; place < end; place++)
        {
            min = Vector4.Min(min, _points[place]);
            max = Vector4.Max(max, _points[place]);
            minCore = Math.Min(minCore, _cores[place]);
        }

        int far = -1;
        if (end - first > LeafPoints)
        {
            int widest = 0;
            for (int axis = 1; axis < 3; axis++)
            {
                if ((double)max[axis] - min[axis] > (double)max[widest] - min[widest])
                    widest = axis;
            }

            int middle = first + ((end - first) / 2);
            Select(widest, first, end - 1, middle);
            Build(first, middle);
            far = Build(middle, end);
        }

        _nodes[at] = new Node(min, max, minCore, first, end, far);
        return at;
    }

    /// <summary>
    /// Hoare's selection: afterwards place <paramref name="target"/> holds what sorting would put there, nothing larger before it, nothing
    /// smaller behind.
    /// </summary>
    private void Select(int axis, int low, int high, int target)
    {
        while (low < high)
        {
            float pivot = _points[low + ((high - low) / 2)][axis];
            int i = low,
                j = high;
            while (i <= j)
            {
                while (_points[i][axis] < pivot)
                    i++;
                while (_points[j][axis] > pivot)
                    j--;
                if (i > j)
                    break;
                (_points[i], _points[j]) = (_points[j], _points[i]);
                (_order[i], _order[j]) = (_order[j], _order[i]);
                (_cores[i], _cores[j]) = (_cores[j], _cores[i]);
                i++;
                j--;
            }

            if (target <= j)
                high = j;
            else if (target >= i)
                low = i;
            else
                return;
        }
    }

    /// <summary>A box.</summary>
    /// <param name="Min">Its lower corner.</param>
    /// <param name="Max">Its upper corner.</param>
    /// <param name="MinCore">The least core distance in it.</param>
    /// <param name="First">Its first place in the order.</param>
    /// <param name="End">The place behind its last.</param>
    /// <param name="Far">Its second child; the first follows it. -1 for a leaf.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Node(Vector4 Min, Vector4 Max, double MinCore, int First, int End, int Far);

    /// <summary>A search: from where, and the place that is reached at the least distance so far.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Query(Vector4 Point, double Core, int Component)
    {
        public int Best { get; set; }

        public double Weight { get; set; }
    }
}
