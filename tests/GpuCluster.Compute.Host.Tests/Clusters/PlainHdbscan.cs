namespace GpuCluster.Compute.Host.Tests.Clusters;

/// <summary>
/// HDBSCAN by its definition, without a tree of edges: at each distance the connected sets are searched again in the whole
/// matrix of mutual reachability. In double.
/// </summary>
internal sealed class PlainHdbscan
{
    private readonly double[,] _reach;
    private readonly double _zero;
    private readonly int _minSize;

    /// <param name="distances">n x n.</param>
    /// <param name="minSize">Members that a cluster has at least.</param>
    /// <param name="core">Which nearest gives the core distance, the sample itself counted.</param>
    public PlainHdbscan(double[,] distances, int minSize, int core)
    {
        int n = distances.GetLength(0);
        _minSize = minSize;
        _reach = new double[n, n];
        double[] cores =
        [
            .. Enumerable
                .Range(0, n)
                .Select(i => Enumerable.Range(0, n).Select(j => distances[i, j]).Order().ElementAt(Math.Min(core, n) - 1)),
        ];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                _reach[i, j] = Math.Max(distances[i, j], Math.Max(cores[i], cores[j]));
        }

        double[] positive = [.. Pairs([.. Enumerable.Range(0, n)]).Select(pair => _reach[pair.A, pair.B]).Where(distance => distance > 0)];
        _zero = positive.Length == 0 ? 1 : positive.Min() / 2;
        ClusterOf = new int[n];
        Probabilities = new double[n];
        Array.Fill(ClusterOf, -1);
        Part root = new([.. Enumerable.Range(0, n)], 0);
        Follow(root);
        foreach (Part child in root.Children)
            Take(Best(child).Chosen);
        Stabilities = [.. Chosen.Select(part => part.Stability)];
    }

    public int[] ClusterOf { get; }

    public double[] Probabilities { get; }

    public double[] Stabilities { get; }

    /// <summary>Two choices are as good as each other but for rounding.</summary>
    public bool IsTied { get; private set; }

    private List<Part> Chosen { get; } = [];

    private void Follow(Part cluster)
    {
        List<int> members = cluster.Members;
        while (members.Count > 1)
        {
            double distance = Pairs(members)
                .Select(pair => Distance(pair.A, pair.B))
                .Distinct()
                .OrderDescending()
                .First(d => Components(members, d).Count > 1);
            List<List<int>> parts = Components(members, distance),
                large = [.. parts.Where(part => part.Count >= _minSize)];
            foreach (int member in parts.Where(part => part.Count < _minSize).SelectMany(part => part))
                cluster.Left[member] = 1 / distance;
            if (large.Count == 1)
            {
                members = large[0];
                continue;
            }

            foreach (List<int> part in large)
            {
                Part child = new(part, 1 / distance);
                cluster.Children.Add(child);
                Follow(child);
            }

            return;
        }
    }

    private (double Value, List<Part> Chosen) Best(Part cluster)
    {
        (double Value, List<Part> Chosen)[] below = [.. cluster.Children.Select(Best)];
        double sum = below.Sum(each => each.Value);
        if (below.Length > 0 && Math.Abs(sum - cluster.Stability) <= 1e-9 * (1 + sum))
            IsTied = true;
        return sum > cluster.Stability ? (sum, [.. below.SelectMany(each => each.Chosen)]) : (cluster.Stability, [cluster]);
    }

    private void Take(List<Part> chosen)
    {
        foreach (Part part in chosen)
        {
            Chosen.Add(part);
            foreach (int member in part.Members)
            {
                ClusterOf[member] = part.Members.Min();
                Probabilities[member] = part.Left.TryGetValue(member, out double density) ? density / part.Densest : 1;
            }
        }
    }

    private double Distance(int a, int b) => _reach[a, b] > 0 ? _reach[a, b] : _zero;

    private static IEnumerable<(int A, int B)> Pairs(List<int> members) =>
        from i in Enumerable.Range(0, members.Count)
        from j in Enumerable.Range(0, i)
        select (members[i], members[j]);

    // What hangs together by steps below a distance.
    private List<List<int>> Components(List<int> members, double below)
    {
        List<List<int>> components = [];
        HashSet<int> left = [.. members];
        while (left.Count > 0)
        {
            List<int> component = [left.Min()];
            left.Remove(component[0]);
            for (int at = 0; at < component.Count; at++)
            {
                foreach (int other in left.Where(other => Distance(component[at], other) < below).ToArray())
                {
                    component.Add(other);
                    left.Remove(other);
                }
            }

            components.Add(component);
        }

        return components;
    }

    private sealed record Part(List<int> Members, double Birth)
    {
        public Dictionary<int, double> Left { get; } = [];

        public List<Part> Children { get; } = [];

        public double Densest => Children.Select(child => child.Birth).Concat(Left.Values).Max();

        public double Stability =>
            Left.Values.Sum(density => density - Birth) + Children.Sum(child => child.Members.Count * (child.Birth - Birth));
    }
}
