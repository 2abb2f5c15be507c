using GpuCluster.Core.Graphs;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GpuCluster.Compute.Host.Tests.Initial;

/// <summary>Graphs whose spectra are known, and dense matrices of any graph in double precision.</summary>
internal static class SmallGraphs
{
    public static LayoutGraph Path(int count) => Of(count, Enumerable.Range(0, count - 1).Select(i => (i, i + 1, 1f)));

    public static LayoutGraph Star(int count) => Of(count, Enumerable.Range(1, count - 1).Select(i => (0, i, 1f)));

    public static LayoutGraph Ring(int count) =>
        Of(count, Enumerable.Range(0, count).Select(i => (Math.Min(i, (i + 1) % count), Math.Max(i, (i + 1) % count), 1f)));

    /// <summary>Each vertex joined to some near it along a line and one far away, weights in 0..1; connected.</summary>
    public static LayoutGraph Random(int count, int seed)
    {
        Random random = new(seed);
        Dictionary<(int, int), float> edges = [];
        for (int i = 1; i < count; i++)
        {
            edges[(i - 1, i)] = 0.05f + random.NextSingle();
            for (int e = 0; e < 6; e++)
            {
                int j = Math.Clamp(i + random.Next(-12, 13), 0, count - 1);
                if (j != i)
                    edges[(Math.Min(i, j), Math.Max(i, j))] = 0.05f + (0.9f * random.NextSingle());
            }
        }

        return Of(count, edges.Select(e => (e.Key.Item1, e.Key.Item2, e.Value)));
    }

    /// <summary>Graphs side by side, without edges between them.</summary>
    public static LayoutGraph Union(params LayoutGraph[] parts)
    {
        List<(int, int, float)> edges = [];
        int first = 0;
        foreach (LayoutGraph part in parts)
        {
            edges.AddRange(Edges(part).Where(e => e.From < e.To).Select(e => (e.From + first, e.To + first, e.Weight)));
            first += part.Count;
        }

        return Of(first, edges);
    }

    public static LayoutGraph Of(int count, IEnumerable<(int From, int To, float Weight)> undirected)
    {
        (int From, int To, float Weight)[] edges =
        [
            .. undirected.SelectMany(e => new[] { e, (From: e.To, To: e.From, e.Weight) }).OrderBy(e => e.From).ThenBy(e => e.To),
        ];
        int[] rowStart = new int[count + 1];
        foreach ((int from, _, _) in edges)
            rowStart[from + 1]++;

        for (int i = 0; i < count; i++)
            rowStart[i + 1] += rowStart[i];

        return new LayoutGraph(rowStart, [.. edges.Select(e => e.To)], [.. edges.Select(e => e.Weight)]);
    }

    public static IEnumerable<(int From, int To, float Weight)> Edges(LayoutGraph graph)
    {
        for (int i = 0; i < graph.Count; i++)
        {
            for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
                yield return (i, graph.Neighbours[e], graph.Weights[e]);
        }
    }

    /// <summary>Eigenvalues (ascending) and eigenvectors of the symmetric normalised Laplacian, dense, in double.</summary>
    public static (double[] Values, Matrix<double> Vectors) LaplacianSpectrum(LayoutGraph graph)
    {
        double[] degrees = new double[graph.Count];
        foreach ((int from, _, float weight) in Edges(graph))
            degrees[from] += weight;

        Matrix<double> laplacian = Matrix<double>.Build.DenseIdentity(graph.Count);
        foreach ((int from, int to, float weight) in Edges(graph))
            laplacian[from, to] -= weight / Math.Sqrt(degrees[from] * degrees[to]);

        Evd<double> decomposition = laplacian.Evd(Symmetricity.Symmetric);
        return ([.. decomposition.EigenValues.Select(v => v.Real)], decomposition.EigenVectors);
    }
}
