using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;

namespace GpuCluster.Compute.Host.Eigen;

/// <summary>
/// D^-1/2 W D^-1/2 of a graph with weights W and degrees D = diag(W 1). It is 1 minus the symmetric normalised Laplacian: its largest
/// eigenvalues are the Laplacian's smallest, they lie in -1..1, and the first one is 1 with the vector of root degrees.
/// </summary>
internal sealed class NormalisedAdjacency : IBlockOperator
{
    // Enough rows to outweigh handing them to a thread, few enough that rows of unequal length even out.
    private const int ChunkRows = 512;

    private readonly LayoutGraph _graph;
    private readonly float[] _weights;
    private readonly RowChunks _chunks;

    /// <summary>Scales the weights of a graph, every vertex of which has an edge.</summary>
    public NormalisedAdjacency(LayoutGraph graph, int threads)
    {
        _graph = graph;
        _chunks = new RowChunks(graph.Count, ChunkRows, threads);
        float[] inverseRoots = new float[graph.Count];
        double[] degrees = new double[graph.Count];
        _chunks.Run(
            (_, first, end) =>
            {
                for (int i = first; i < end; i++)
                {
                    double degree = 0;
                    for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
                        degree += graph.Weights[e];

                    degrees[i] = degree;
                    inverseRoots[i] = (float)(1 / Math.Sqrt(degree));
                }
            }
        );

        double total = degrees.Sum();
        TrivialVector = new float[graph.Count];
        _weights = new float[graph.EdgeCount];
        _chunks.Run(
            (_, first, end) =>
            {
                for (int i = first; i < end; i++)
                {
                    TrivialVector[i] = (float)Math.Sqrt(degrees[i] / total);
                    for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
                        _weights[e] = graph.Weights[e] * inverseRoots[i] * inverseRoots[graph.Neighbours[e]];
                }
            }
        );
    }

    /// <inheritdoc/>
    public int Size => _graph.Count;

    /// <summary>The unit eigenvector of eigenvalue 1 of a connected graph: the root of each vertex's share of all degrees.</summary>
    public float[] TrivialVector { get; }

    /// <inheritdoc/>
    public void Apply(float[] current, float[] next, float scale, float shift, float back) =>
        _chunks.Run((_, first, end) => ApplyToRows(_graph, _weights, current, next, first, end, scale, shift, back));

    // Reads of the block go where the edges lead: their latency is the cost, so four rows are in flight at a time, each added to a sum of
    // its own.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToRows(
        LayoutGraph graph,
        float[] weights,
        float[] current,
        float[] next,
        int first,
        int end,
        float scale,
        float shift,
        float back
    )
    {
        ref float currentStart = ref MemoryMarshal.GetArrayDataReference(current);
        ref float nextStart = ref MemoryMarshal.GetArrayDataReference(next);
        ref float weightStart = ref MemoryMarshal.GetArrayDataReference(weights);
        ref int neighbourStart = ref MemoryMarshal.GetArrayDataReference(graph.Neighbours);
        ref int rowStart = ref MemoryMarshal.GetArrayDataReference(graph.RowStart);
        Vector256<float> scales = Vector256.Create(scale),
            shifts = Vector256.Create(scale * shift),
            backs = Vector256.Create(back);
        nint edge = Unsafe.Add(ref rowStart, first);
        for (int i = first; i < end; i++)
        {
            nint edgeEnd = Unsafe.Add(ref rowStart, i + 1);
            Vector256<float> a = default,
                b = default,
                c = default,
                d = default;
            for (; edge + 4 <= edgeEnd; edge += 4)
            {
                a = Term(ref currentStart, ref weightStart, ref neighbourStart, edge, a);
                b = Term(ref currentStart, ref weightStart, ref neighbourStart, edge + 1, b);
                c = Term(ref currentStart, ref weightStart, ref neighbourStart, edge + 2, c);
                d = Term(ref currentStart, ref weightStart, ref neighbourStart, edge + 3, d);
            }

            for (; edge < edgeEnd; edge++)
                a = Term(ref currentStart, ref weightStart, ref neighbourStart, edge, a);

            nuint at = (nuint)i * VectorBlock.Width;
            Vector256<float> sum = (scales * ((a + b) + (c + d))) - (shifts * Vector256.LoadUnsafe(ref currentStart, at));
            if (back != 0)
                sum -= backs * Vector256.LoadUnsafe(ref nextStart, at);

            sum.StoreUnsafe(ref nextStart, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Term(ref float current, ref float weights, ref int neighbours, nint edge, Vector256<float> sum) =>
        Vector256.MultiplyAddEstimate(
            Vector256.Create(Unsafe.Add(ref weights, edge)),
            Vector256.LoadUnsafe(ref current, (nuint)Unsafe.Add(ref neighbours, edge) * VectorBlock.Width),
            sum
        );
}
