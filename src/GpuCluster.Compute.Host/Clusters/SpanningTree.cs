using System.Runtime.InteropServices;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// A minimum spanning tree of all n (n - 1) / 2 mutual reachability distances, exact, by Borůvka's rounds: every component takes its
/// lightest edge to the outside, which halves the number of components at least.
/// </summary>
/// <remarks>
/// How it works. A component's lightest edge is first looked for in its samples' lists of nearest neighbours. What no list holds is no
/// nearer than the list's last, so the edge is proven where none of the component's lists ends below it; where it is not, those samples
/// alone search the whole set, bounded by the best edge found so far. The largest component never searches: the others find the edges to
/// it. Which of several equally heavy edges is taken may depend on the order of threads; the sets that hang together at each distance do
/// not, and they are all that <see cref="CondensedTree"/> looks at.
/// </remarks>
internal sealed class SpanningTree
{
    private const int ChunkRows = 512;

    private readonly NearLists _lists;
    private readonly IOutsideSearch _search;
    private readonly int _threads;
    private readonly DisjointSets _sets;
    private readonly int[] _componentOf;
    private readonly TreeEdge[] _best;
    private readonly Lock[] _locks = [.. Enumerable.Range(0, 256).Select(_ => new Lock())];
    private readonly List<TreeEdge> _edges;

    private SpanningTree(NearLists lists, IOutsideSearch search, int threads)
    {
        (_lists, _search, _threads) = (lists, search, threads);
        _sets = new DisjointSets(lists.Count);
        _componentOf = new int[lists.Count];
        _best = new TreeEdge[lists.Count];
        _edges = new List<TreeEdge>(lists.Count - 1);
    }

    /// <summary>The n - 1 edges, lightest first.</summary>
    public static TreeEdge[] Find(
        NearLists lists,
        IOutsideSearch search,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        SpanningTree tree = new(lists, search, threads);
        while (tree._edges.Count < lists.Count - 1)
        {
            tree.Round(cancellation);
            progress.Report((double)tree._edges.Count / (lists.Count - 1));
        }

        TreeEdge[] edges = [.. tree._edges];
        Array.Sort(Array.ConvertAll(edges, edge => edge.Weight), edges);
        return edges;
    }

    private void Round(CancellationToken cancellation)
    {
        int n = _lists.Count;
        List<int> roots = [];
        for (int sample = 0; sample < n; sample++)
        {
            _componentOf[sample] = _sets.RootOf(sample);
            if (_componentOf[sample] == sample)
                roots.Add(sample);
            _best[sample] = new TreeEdge(-1, -1, double.PositiveInfinity);
        }

        RowChunks chunks = new(n, ChunkRows, _threads);
        chunks.Run((_, first, end) => LookInLists(first, end), cancellation);
        bool[] unproven = new bool[n];
        for (int sample = 0; sample < n; sample++)
        {
            if (_lists.ListedUpTo(sample) < _best[_componentOf[sample]].Weight)
                unproven[_componentOf[sample]] = true;
        }

        // Searching is dear: while lists prove most edges, the others wait until their components have grown or been joined.
        if (roots.Count(root => unproven[root]) > roots.Count / 2)
        {
            int largest = roots.MaxBy(_sets.SizeOf);
            _search.Begin(_componentOf);
            chunks.Run((_, first, end) => SearchAll(first, end, unproven, largest, cancellation), cancellation);
            Array.Clear(unproven);
            unproven[largest] = true;
        }

        foreach (int root in roots)
        {
            TreeEdge edge = _best[root];
            if (!unproven[root] && _sets.Join(edge.First, edge.Second))
                _edges.Add(edge);
        }
    }

    private void LookInLists(int first, int end)
    {
        for (int sample = first; sample < end; sample++)
        {
            TreeEdge best = new(-1, -1, double.PositiveInfinity);
            for (int at = sample * _lists.Length; at < (sample + 1) * _lists.Length && _lists.Distances[at] < best.Weight; at++)
            {
                int other = _lists.Neighbours[at];
                if (_componentOf[other] == _componentOf[sample])
                    continue;
                double weight = _lists.Reach(sample, other, _lists.Distances[at]);
                if (weight < best.Weight)
                    best = new TreeEdge(sample, other, weight);
            }

            if (best.First >= 0)
                Offer(best);
        }
    }

    private void SearchAll(int first, int end, bool[] unproven, int largest, CancellationToken cancellation)
    {
        List<int> samples = [];
        for (int sample = first; sample < end; sample++)
        {
            int component = _componentOf[sample];
            if (component != largest && unproven[component] && _lists.ListedUpTo(sample) < BoundOf(sample))
                samples.Add(sample);
        }

        if (samples.Count > 0)
            _search.Search(CollectionsMarshal.AsSpan(samples), BoundOf, Offer, cancellation);
    }

    private double BoundOf(int sample)
    {
        int component = _componentOf[sample];
        lock (LockOf(component))
            return _best[component].Weight;
    }

    private void Offer(TreeEdge edge)
    {
        int component = _componentOf[edge.First];
        lock (LockOf(component))
        {
            if (edge.Weight < _best[component].Weight)
                _best[component] = edge;
        }
    }

    private Lock LockOf(int component) => _locks[component % _locks.Length];
}
