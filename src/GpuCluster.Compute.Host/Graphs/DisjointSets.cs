namespace GpuCluster.Compute.Host.Graphs;

/// <summary>Sets of vertices that grow together: union by size with path halving (Tarjan and van Leeuwen 1984).</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;
    private readonly int[] _sizes;

    /// <summary>Each of <paramref name="count"/> vertices in a set of its own.</summary>
    public DisjointSets(int count)
    {
        _parents = [.. Enumerable.Range(0, count)];
        _sizes = new int[count];
        Array.Fill(_sizes, 1);
    }

    /// <summary>The vertex that stands for a vertex's set.</summary>
    public int RootOf(int vertex)
    {
        while (_parents[vertex] != vertex)
        {
            _parents[vertex] = _parents[_parents[vertex]];
            vertex = _parents[vertex];
        }

        return vertex;
    }

    /// <summary>How many vertices a set has.</summary>
    /// <param name="root">The vertex that stands for it.</param>
    public int SizeOf(int root) => _sizes[root];

    /// <summary>Joins the sets of two vertices.</summary>
    /// <returns>False where they are one already.</returns>
    public bool Join(int first, int second)
    {
        first = RootOf(first);
        second = RootOf(second);
        if (first == second)
            return false;
        if (_sizes[first] < _sizes[second])
            (first, second) = (second, first);
        _parents[second] = first;
        _sizes[first] += _sizes[second];
        return true;
    }
}
