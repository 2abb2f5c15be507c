using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Compute.Ilgpu.Planning;

/// <summary>
/// What the stages of a run take on a device, by the numbers of their arrays. Each stage frees its memory before the next begins, except
/// the layout, whose memory lasts.
/// </summary>
public static class MemoryPlan
{
    /// <summary>Launch overhead dominates for smaller tiles.</summary>
    internal const int MinTileEdge = 128;

    /// <summary>The largest tile of distances on a GPU.</summary>
    internal const int MaxTileEdge = 4096;

    private const int Point = 4 * sizeof(float);

    /// <summary>A whole UMAP run with an exact search.</summary>
    /// <param name="count">n.</param>
    /// <param name="features">d.</param>
    /// <param name="k">Neighbours, the sample itself included.</param>
    /// <param name="budget">What each stage may take.</param>
    /// <returns>The stages, each with the largest tiles that fit.</returns>
    /// <exception cref="Core.Errors.MachineFaultException">A stage does not fit.</exception>
    public static IReadOnlyList<StageMemory> OfUmap(int count, int features, int k, MemoryBudget budget)
    {
        // At the worst no edge has its reverse among the neighbours.
        StageMemory graph = Graph(count, k);
        StageMemory layout = Umap(count, 2L * count * (k - 1));
        StageMemory search = Search(count, features, k, MaxTileEdge, budget);
        budget.Require(graph);
        budget.Require(layout);
        return [search, graph, layout];
    }

    /// <summary>The largest number of samples for which <see cref="OfUmap"/> fits.</summary>
    public static int LargestUmap(int features, int k, MemoryBudget budget)
    {
        (int fits, int fails) = (0, int.MaxValue / 2);
        while (fails - fits > 1)
        {
            int count = fits + ((fails - fits) / 2);
            bool doesFit =
                SearchWith(count, features, k, MinTileEdge).Bytes <= budget.Bytes
                && Graph(count, k).Bytes <= budget.Bytes
                && Umap(count, 2L * count * (k - 1)).Bytes <= budget.Bytes
                // Arrays of a device are counted by 32 bits.
                && 2L * count * (k - 1) <= int.MaxValue;
            (fits, fails) = doesFit ? (count, fails) : (fits, count);
        }

        return fits;
    }

    /// <summary>An exact search: rows stay, tiles of distances stream.</summary>
    internal static StageMemory Search(int count, int features, int k, int edge, MemoryBudget budget) =>
        budget.Fit(Math.Min(edge, Math.Max(MinTileEdge, count)), MinTileEdge, size => SearchWith(count, features, k, size));

    /// <summary>The first half of an approximate search: projected rows and two lists stay, many small tiles stream.</summary>
    /// <param name="count">n.</param>
    /// <param name="features">d.</param>
    /// <param name="projected">Features of the projection by which tiles are computed.</param>
    /// <param name="length">Candidates of a sample.</param>
    /// <param name="tileRows">Rows of a tile.</param>
    /// <param name="tiles">Tiles at once that are wanted.</param>
    /// <param name="planned">Tiles in all.</param>
    /// <param name="budget">What it may take.</param>
    internal static StageMemory ApproximateSearch(
        int count,
        int features,
        int projected,
        int length,
        int tileRows,
        int tiles,
        int planned,
        MemoryBudget budget
    )
    {
        budget.Require(
            new StageMemory("knn", [("vectors", Rows(count, features)), ("candidates", (long)count * length * (8 + 8))], "", 0, 0)
        );
        return budget.Fit(
            tiles,
            1,
            size => new StageMemory(
                "knn",
                [
                    ("projected vectors", Rows(count, projected)),
                    ("candidates", 2L * count * length * sizeof(ulong)),
                    // A tile is four numbers and the first of a strip.
                    ("the order and the list of tiles", ((long)count * sizeof(int)) + ((long)planned * 5 * sizeof(int))),
                ],
                $"{size} tiles of {tileRows} x {tileRows} distances at a time",
                size,
                (long)size * tileRows * tileRows * sizeof(float)
            )
        );
    }

    /// <summary>UMAP's fuzzy graph of n x k neighbours.</summary>
    internal static StageMemory Graph(int count, int k)
    {
        long directed = (long)count * k;
        return new StageMemory(
            "graph",
            [
                ("neighbours", directed * 3 * sizeof(float)),
                ("scales", (long)count * 4 * sizeof(float)),
                // A key to sort by, a neighbour and a weight for each edge in both directions.
                ("edges", 2 * directed * (sizeof(ulong) + sizeof(int) + sizeof(float))),
            ],
            "",
            0,
            0
        );
    }

    /// <summary>UMAP's epochs.</summary>
    /// <param name="count">n.</param>
    /// <param name="edges">Edges in both directions.</param>
    internal static StageMemory Umap(int count, long edges) =>
        new(
            "layout",
            [
                ("edges", (edges * 3 * sizeof(int)) + ((long)count * (UmapEdges.MaxSubBatches + 2) * sizeof(int))),
                // Two buffers of positions, one for what a sub-batch moved, pins and places.
                ("positions", (long)count * ((3 * Point) + sizeof(byte) + sizeof(int))),
                ("pulls", edges * Point),
            ],
            "",
            0,
            0
        );

    /// <summary>t-SNE's epochs.</summary>
    /// <param name="count">n.</param>
    /// <param name="edges">Edges in both directions.</param>
    internal static StageMemory Tsne(int count, long edges) =>
        new(
            "layout",
            [
                ("edges", (edges * (sizeof(int) + sizeof(float))) + ((long)count * sizeof(int))),
                ("positions, pushes and velocities", (long)count * 5 * Point),
            ],
            "",
            0,
            0
        );

    private static StageMemory SearchWith(int count, int features, int k, int edge) =>
        new(
            "knn",
            [
                ("vectors", Rows(count, features)),
                ("candidates", (long)count * CandidateLists.LengthFor(k, k, count) * sizeof(ulong)),
                ("neighbours", (long)count * k * (sizeof(int) + sizeof(float))),
            ],
            $"tiles of {edge} x {edge} distances",
            edge,
            // A tile and its transpose.
            2L * edge * edge * sizeof(float)
        );

    /// <summary>The rows, their lengths, and a centre.</summary>
    private static long Rows(int count, int features) => (((long)count * features) + count + features) * sizeof(float);
}
