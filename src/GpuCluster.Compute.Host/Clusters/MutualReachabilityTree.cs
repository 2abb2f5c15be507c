using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// A k-d tree of boxes over points in 2 or 3 dimensions. Each box knows the least core distance in it and whether all its points are of one
/// component, so that a search from inside a component passes over the component itself, and over whatever is too far or too sparse (after
/// March, Ram and Gray, "Fast Euclidean Minimum Spanning Tree", 2010).
/// </summary>
internal sealed class MutualReachabilityTree : IOutsideSearch
{
    private const int LeafPoints = 12;
    private const int Mixed = -1;

    private readonly Layout _layout;
    private readonly NearLists _lists;
    private readonly int[] _order;
    private readonly List<Node> _nodes = [];
    private readonly int[] _component;
    private int[] _componentOf = [];

    /// <summary>Builds the tree in O(n log n).</summary>
    public MutualReachabilityTree(Layout layout, NearLists lists)
    {
        (_layout, _lists) = (layout, lists);
        _order = [.. Enumerable.Range(0, layout.Count)];
        Build(0, layout.Count);
        _component = new int[_nodes.Count];
    }

    /// <inheritdoc/>
    public void Begin(int[] componentOf)
    {
        _componentOf = componentOf;

        // Children stand behind their parent.
        for (int at = _nodes.Count - 1; at >= 0; at--)
        {
            Node node = _nodes[at];
            if (node.Far >= 0)
            {
                _component[at] = _component[at + 1] == _component[node.Far] ? _component[at + 1] : Mixed;
                continue;
            }

            _component[at] = componentOf[_order[node.First]];
            for (int i = node.First + 1; i < node.End && _component[at] != Mixed; i++)
            {
                if (componentOf[_order[i]] != _component[at])
                    _component[at] = Mixed;
            }
        }
    }

    /// <inheritdoc/>
    public (int Neighbour, double Weight) Nearest(int sample, double bound)
    {
        (int, double) best = (-1, bound);
        Visit(0, sample, Lowest(0, sample), ref best);
        return best;
    }

    private void Visit(int at, int sample, double lowest, ref (int Neighbour, double Weight) best)
    {
        if (lowest >= best.Weight || _component[at] == _componentOf[sample])
            return;
        Node node = _nodes[at];
        if (node.Far >= 0)
        {
            int near = at + 1,
                far = node.Far;
            double nearLowest = Lowest(near, sample),
                farLowest = Lowest(far, sample);
            if (farLowest < nearLowest)
                (near, far, nearLowest, farLowest) = (far, near, farLowest, nearLowest);
            Visit(near, sample, nearLowest, ref best);
            Visit(far, sample, farLowest, ref best);
            return;
        }

        ReadOnlySpan<float> point = _layout.Of(sample);
        for (int i = node.First; i < node.End; i++)
        {
            int other = _order[i];
            if (_componentOf[other] == _componentOf[sample])
                continue;
            ReadOnlySpan<float> there = _layout.Of(other);
            double square = 0;
            for (int axis = 0; axis < point.Length; axis++)
                square += Square((double)point[axis] - there[axis]);
            double weight = _lists.Reach(sample, other, Math.Sqrt(square));
            if (weight < best.Weight)
                best = (other, weight);
        }
    }

    /// <summary>No point of the box is reached from the sample below this.</summary>
    private double Lowest(int at, int sample)
    {
        Node node = _nodes[at];
        ReadOnlySpan<float> point = _layout.Of(sample);
        double square = 0;
        for (int axis = 0; axis < point.Length; axis++)
            square += Square(Math.Max(0, Math.Max((double)node.Min[axis] - point[axis], (double)point[axis] - node.Max[axis])));
        return Math.Max(Math.Sqrt(square), Math.Max(_lists.Cores[sample], node.MinCore));
    }

    private static double Square(double value) => value * value;

    private int Build(int first, int end)
    {
        int dims = _layout.Dims,
            at = _nodes.Count;
        float[] min = new float[dims],
            max = new float[dims];
        Array.Fill(min, float.PositiveInfinity);
        Array.Fill(max, float.NegativeInfinity);
        double minCore = double.PositiveInfinity;
        for (int i = first; i < end; i++)
        {
            ReadOnlySpan<float> point = _layout.Of(_order[i]);
            for (int axis = 0; axis < dims; axis++)
                (min[axis], max[axis]) = (Math.Min(min[axis], point[axis]), Math.Max(max[axis], point[axis]));
            minCore = Math.Min(minCore, _lists.Cores[_order[i]]);
        }

        _nodes.Add(new Node(first, end, -1, minCore, min, max));
        if (end - first <= LeafPoints)
            return at;
        int widest = 0;
        for (int axis = 1; axis < dims; axis++)
        {
            if ((double)max[axis] - min[axis] > (double)max[widest] - min[widest])
                widest = axis;
        }

        _order
            .AsSpan(first, end - first)
            .Sort((a, b) => _layout.Of(a)[widest].CompareTo(_layout.Of(b)[widest]) is var order and not 0 ? order : a.CompareTo(b));
        int middle = first + ((end - first) / 2);
        Build(first, middle);
        int far = Build(middle, end);
        _nodes[at] = _nodes[at] with { Far = far };
        return at;
    }

    /// <summary>A box.</summary>
    /// <param name="First">Its first place in the order.</param>
    /// <param name="End">The place behind its last.</param>
    /// <param name="Far">Its second child; the first follows it. -1 for a leaf.</param>
    /// <param name="MinCore">The least core distance in it.</param>
    /// <param name="Min">Its lower corner.</param>
    /// <param name="Max">Its upper corner.</param>
    private sealed record Node(int First, int End, int Far, double MinCore, float[] Min, float[] Max);
}
