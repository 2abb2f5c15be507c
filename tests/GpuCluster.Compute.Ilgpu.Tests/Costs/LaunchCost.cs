namespace GpuCluster.Compute.Ilgpu.Tests.Costs;

/// <summary>What a launch has to move and to compute at least: each value once from memory, however often it is used.</summary>
/// <param name="Kernel">Class and method.</param>
/// <param name="What">Its size, for people.</param>
/// <param name="GroupThreads">Threads of a group.</param>
/// <param name="Bytes">Bytes read and written.</param>
/// <param name="Operations">Floating-point operations.</param>
internal sealed record LaunchCost(string Kernel, string What, int GroupThreads, double Bytes, double Operations)
{
    private const double Points = 1e6;
    private const double Edges = 20e6;
    private const double TsnePoints = 1e5;
    private const double TsneEdges = 12e6;
    private const double Edge = 4096;
    private const double Features = 784;
    private const double Candidates = 23;
    private const double Position = 16;

    /// <summary>Of a pair of UMAP, as <c>UmapEpochRun</c> counts them; a pull and five pushes for an edge.</summary>
    private const double UmapOperations = 33 * 6;

    /// <summary>Of a pair of t-SNE, as <c>TsneEpochRun</c> counts them.</summary>
    private const double TsneOperations = 21;

    /// <summary>The launches of the neighbour search and of the default epochs.</summary>
    public static LaunchCost[] All =>
        [
            // A tail, a step, a reverse and a pull for each edge; all positions; the moved ones.
            new(
                "UmapHeadsKernel.Run",
                "10^6 points, 2 x 10^7 edges that all act, one of four sub-batches",
                128,
                (Points * Position) + (Points / 4 * (Position + 8)) + (Edges / 4 * (12 + Position)),
                Edges / 4 * UmapOperations
            ),
            // A step and a pull for each edge; all positions in and out with a segment; the moved ones.
            new(
                "UmapTailsKernel.Run",
                "the same",
                128,
                (Points * ((2 * Position) + 8)) + (Points / 4 * Position) + (Edges / 4 * (4 + Position)),
                Edges / 4 * 3
            ),
            new("ScatterPositionsKernel.Run", "10^6 points", 128, Points * (4 + (2 * Position)), 0),
            new(
                "TsneRepulsionKernel.Run",
                "10^5 points, every pair",
                128,
                TsnePoints * 2 * Position,
                TsneOperations * TsnePoints * TsnePoints
            ),
            new("SumFloat4Kernel.Run", "10^5 points, one group", 128, TsnePoints * Position, 4 * TsnePoints),
            // Position, push, velocity and gain in; velocity, gain and moved out; a neighbour and a weight for each edge.
            new(
                "TsneMoveKernel.Run",
                "10^5 points, 1.2 x 10^7 edges",
                128,
                (TsnePoints * 7 * Position) + (TsneEdges * 8),
                TsneEdges * TsneOperations
            ),
            new("CentrePointsKernel.Run", "10^5 points", 128, TsnePoints * 2 * Position, 3 * TsnePoints),
            new("CopyPointsKernel.Run", "10^5 points", 128, TsnePoints * 2 * Position, 0),
            new(
                "DotTileKernel.Run",
                "4096 x 4096 products of 784 features",
                256,
                4 * ((2 * Edge * Features) + (Edge * Edge)),
                2 * Edge * Edge * Features
            ),
            new("TransposeTileKernel.Run", "4096 x 4096", 128, 2 * 4 * Edge * Edge, 0),
            new("MergeTopKernel.Run", "4096 x 4096 into 23 candidates", 128, (4 * Edge * Edge) + (2 * 8 * Edge * Candidates), 0),
            new(
                "RefineDistanceKernel.Run",
                "10^6 points, 784 features, 23 candidates",
                128,
                (4 * Points * Features) + (2 * 8 * Points * Candidates),
                3 * Points * Candidates * Features
            ),
        ];
}
