using GpuCluster.Compute.Host.Eigen;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>
/// Laplacian eigenmaps (Belkin and Niyogi, 2003): the coordinates are the eigenvectors of the symmetric normalised Laplacian I - D^-1/2 W
/// D^-1/2 with the smallest eigenvalues, the trivial first one left out. Each connected component gets eigenvectors of its own and a place
/// of its own (<see cref="ComponentPlacement"/>). A component with fewer than 2 x dims or no more than dims + 1 vertices has too few
/// eigenvectors and is scattered around its place. Not yet scaled.
/// </summary>
internal static class SpectralInitialLayout
{
    // ||A v - lambda v|| is twice this at most: the eigenvalues looked for lie 2 above the lower bound. The graph of 70,000 digits has gaps
    // of 1e-3 between the eigenvalues looked for, so eigenvectors mix with their neighbours by about a tenth at most; stretching of the
    // axes changes a start more than that.
    private const double Tolerance = 5e-5;

    // The graph of 70,000 digits takes 116 and a chain of 20,000 vertices, whose eigenvalues lie 1e-8 apart, 321.
    private const int MaxApplications = 1000;
    private const uint ScatterStream = 0x80000002;

    /// <summary>Computes the layout, or says why there is none.</summary>
    /// <returns>n x dims values and no reason, or no values and the reason.</returns>
    public static (float[]? Values, string? Reason) Create(
        LayoutGraph graph,
        EmbeddingMatrix embedding,
        int dims,
        ulong seed,
        int threads,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        GraphComponents components = GraphComponents.Of(graph);
        if (components.Members.Length == 1 && TooSmall(graph.Count, dims))
            return (null, $"{graph.Count} samples have too few eigenvectors for {dims} dimensions");

        ComponentPlacement? placement =
            components.Members.Length == 1 ? null : ComponentPlacement.Of(components, embedding, dims, seed, threads, cancellation);
        float[] values = new float[graph.Count * dims];
        int[] places = placement is null ? [] : new int[graph.Count];
        int done = 0;
        for (int c = 0; c < components.Members.Length; c++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] members = components.Members[c];
            int before = done;
            EigenPairs? pairs = TooSmall(members.Length, dims)
                ? null
                : Solve(
                    components.Extract(graph, c, places),
                    dims,
                    seed,
                    threads,
                    share => report((before + (share * members.Length)) / graph.Count),
                    cancellation
                );
            if (pairs is { Converged: false })
            {
                return (
                    null,
                    $"the eigensolver stopped at a residual of {pairs.Residual:0.#e+0} after {pairs.Applications} products, "
                        + $"above {2 * Tolerance:0.#e+0}, in a component of {members.Length} samples"
                );
            }

            if (placement is null)
                return (pairs!.Vectors, null);

            Place(values, members, pairs?.Vectors, placement, c, dims, seed);
            done += members.Length;
            report((double)done / graph.Count);
        }

        return (values, null);
    }

    private static bool TooSmall(int vertices, int dims) => vertices < 2 * dims || vertices <= dims + 1;

    private static EigenPairs Solve(
        LayoutGraph graph,
        int dims,
        ulong seed,
        int threads,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        NormalisedAdjacency adjacency = new(graph, threads);
        return new ChebyshevSubspace(adjacency, lowerBound: -1, adjacency.TrivialVector, threads).Largest(
            dims,
            Tolerance,
            MaxApplications,
            seed,
            report,
            cancellation
        );
    }

    /// <summary>Puts a component's coordinates, or random ones, within its reach around its centre.</summary>
    private static void Place(
        float[] values,
        int[] members,
        float[]? vectors,
        ComponentPlacement placement,
        int component,
        int dims,
        ulong seed
    )
    {
        float reach = placement.Reach[component];
        float largest = 0;
        foreach (float value in vectors ?? [])
            largest = Math.Max(largest, Math.Abs(value));

        float factor = largest > 0 ? reach / largest : 0;
        for (int i = 0; i < members.Length; i++)
        {
            uint key = CounterRandom.Key(seed, ScatterStream, (uint)members[i]);
            for (int j = 0; j < dims; j++)
            {
                float offset = vectors is null
                    ? reach * CounterRandom.Symmetric(CounterRandom.Bits(key, (uint)j))
                    : factor * vectors[(i * dims) + j];
                values[(members[i] * dims) + j] = placement.Centres[(component * dims) + j] + offset;
            }
        }
    }
}
