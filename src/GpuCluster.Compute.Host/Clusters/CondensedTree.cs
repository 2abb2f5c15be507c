using GpuCluster.Compute.Host.Graphs;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// The hierarchy of dense sets without what is too small to count: as the density λ = 1 / distance rises, a cluster loses samples, and it
/// splits where it falls into two or more sets of at least the smallest size (Campello, Moulavi and Sander 2013; "condensed tree" after
/// McInnes and Healy, "Accelerated Hierarchical Density Based Clustering", 2017).
/// </summary>
/// <remarks>
/// Sets that part at the same distance part together, so the tree follows from the distances alone and not from the order of equal edges.
/// Distance 0 counts as half the least positive distance, so that no density is infinite, and a set that falls into piles of equal samples
/// is never more stable than these piles.
/// </remarks>
internal sealed class CondensedTree
{
    private readonly int _count;
    private readonly TreeEdge[] _edges;
    private readonly (int First, int Second)[] _children;
    private readonly int[] _sizes;
    private readonly int[] _lowest;
    private readonly double _zeroDistance;
    private readonly List<int> _parents = [-1];
    private readonly List<double> _births = [0];

    /// <param name="edges">n - 1 edges of a minimum spanning tree, lightest first; n is 2 or more.</param>
    /// <param name="minSize">Members that a cluster has at least, 2 or more.</param>
    public CondensedTree(TreeEdge[] edges, int minSize)
    {
        (_count, _edges) = (edges.Length + 1, edges);
        _children = new (int, int)[edges.Length];
        _sizes = new int[edges.Length];
        _lowest = new int[edges.Length];
        _zeroDistance = edges.FirstOrDefault(edge => edge.Weight > 0) is { Weight: > 0 } positive ? positive.Weight / 2 : 1;
        ClusterOf = new int[_count];
        Density = new double[_count];
        Merge();
        Condense(minSize);
    }

    /// <summary>
    /// For each cluster the one it split from; -1 for cluster 0, which is all samples. Parents come before their children.
    /// </summary>
    public IReadOnlyList<int> Parents => _parents;

    /// <summary>The density at which each cluster split from its parent; 0 for cluster 0.</summary>
    public IReadOnlyList<double> Births => _births;

    /// <summary>For each sample the last cluster it was in.</summary>
    public int[] ClusterOf { get; }

    /// <summary>For each sample the density at which it left that cluster.</summary>
    public double[] Density { get; }

    // Node e is the set that edge e completes; samples are counted from below -1: ~sample.
    private void Merge()
    {
        DisjointSets sets = new(_count);
        int[] nodeOf = new int[_count];
        for (int sample = 0; sample < _count; sample++)
            nodeOf[sample] = ~sample;
        for (int e = 0; e < _edges.Length; e++)
        {
            int first = sets.RootOf(_edges[e].First),
                second = sets.RootOf(_edges[e].Second);
            _children[e] = (nodeOf[first], nodeOf[second]);
            _sizes[e] = SizeOf(nodeOf[first]) + SizeOf(nodeOf[second]);
            _lowest[e] = Math.Min(LowestOf(nodeOf[first]), LowestOf(nodeOf[second]));
            sets.Join(first, second);
            nodeOf[sets.RootOf(first)] = e;
        }
    }

    private int SizeOf(int node) => node < 0 ? 1 : _sizes[node];

    private int LowestOf(int node) => node < 0 ? ~node : _lowest[node];

    private double DistanceOf(int node) => _edges[node].Weight > 0 ? _edges[node].Weight : _zeroDistance;

    private void Condense(int minSize)
    {
        Stack<(int Node, int Cluster)> open = new([(_edges.Length - 1, 0)]);
        List<int> parts = [],
            large = [];
        while (open.TryPop(out (int Node, int Cluster) set))
        {
            double density = 1 / DistanceOf(set.Node);
            Split(set.Node, parts);
            large.Clear();
            foreach (int part in parts)
            {
                if (SizeOf(part) >= minSize)
                    large.Add(part);
                else
                    Drop(part, set.Cluster, density);
            }

            // Numbered by their members, not by the order of equal edges, so that sums over clusters repeat to the bit.
            large.Sort((a, b) => LowestOf(a).CompareTo(LowestOf(b)));
            foreach (int part in large)
            {
                int cluster = set.Cluster;
                if (large.Count > 1)
                {
                    cluster = _parents.Count;
                    _parents.Add(set.Cluster);
                    _births.Add(density);
                }

                open.Push((part, cluster));
            }
        }
    }

    /// <summary>The sets that a set falls into just below its distance.</summary>
    private void Split(int node, List<int> parts)
    {
        parts.Clear();
        double distance = DistanceOf(node);
        Stack<int> open = new([node]);
        while (open.TryPop(out int part))
        {
            if (part >= 0 && DistanceOf(part) == distance)
            {
                open.Push(_children[part].First);
                open.Push(_children[part].Second);
            }
            else
            {
                parts.Add(part);
            }
        }
    }

    /// <summary>All samples of a set leave a cluster.</summary>
    private void Drop(int node, int cluster, double density)
    {
        Stack<int> open = new([node]);
        while (open.TryPop(out int part))
        {
            if (part >= 0)
            {
                open.Push(_children[part].First);
                open.Push(_children[part].Second);
                continue;
            }

            (ClusterOf[~part], Density[~part]) = (cluster, density);
        }
    }
}
