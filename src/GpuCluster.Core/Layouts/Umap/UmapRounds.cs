using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// The epoch of kernels that give a thread to each edge, or gather what edges do: edges, of which each vertex has many, are dealt over a
/// few rounds, and within a round all forces are those of the positions at its start. A vertex sums a few of them at a time, so that no sum
/// throws it far out, and a round's result does not depend on the order of summation. An edge pulls both its ends and pushes its head away
/// from points drawn for the edge.
/// </summary>
public static class UmapRounds
{
    /// <summary>Rounds of an epoch: with fewer, early epochs overshoot; each costs a launch or two.</summary>
    public const int Count = 8;

    /// <summary>
    /// The round of an edge, by its number among <see cref="UmapEdges"/>: edges of a vertex follow each other, and so go to different
    /// rounds.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(int edge) => edge % Count;

    /// <summary>The number of edges in a round, out of all edges; they are round, round + <see cref="Count"/> and so on.</summary>
    public static int EdgesOf(int round, int edges) => Math.Max(0, (edges - round + Count - 1) / Count);

    /// <summary>The key of the draws of an edge in an epoch; see <see cref="CounterRandom"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Key(ulong seed, int epoch, int edge) => CounterRandom.Key(seed, (uint)epoch, (uint)edge);
}
