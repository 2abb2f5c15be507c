using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Simd;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// Sums <see cref="UmapLoss"/> over a graph on the host, in double. Chunks of vertices are shared among the threads of a team and their
/// sums added in the order of the chunks, so threads change nothing. An edge is as long both ways: only the direction to the higher vertex
/// is looked at, and counts twice.
/// </summary>
/// <param name="graph">All edges, in both directions; also those that never act.</param>
/// <param name="places">The place of each vertex among the positions.</param>
internal sealed class UmapLossSum(LayoutGraph graph, int[] places)
{
    private const int Chunk = 1024;

    private readonly Part[] _parts = new Part[(graph.Count + Chunk - 1) / Chunk];
    private int _next;

    /// <summary>Measures the layout.</summary>
    /// <param name="positions">By place.</param>
    /// <param name="options">Seed, negative samples and the weight of repulsion.</param>
    /// <param name="curve">a and b.</param>
    /// <param name="team">Does the work; idle.</param>
    public LayoutLoss Of(Vector4[] positions, UmapOptions options, UmapCurve curve, WorkerTeam team)
    {
        _next = 0;
        team.Run(_ =>
        {
            int chunk;
            while ((chunk = Interlocked.Increment(ref _next) - 1) < _parts.Length)
                _parts[chunk] = Sum(positions, options.Seed, curve, chunk * Chunk, Math.Min((chunk + 1) * Chunk, graph.Count));
        });
        double attraction = 0,
            repulsion = 0;
        foreach (Part part in _parts)
        {
            attraction += part.Attraction;
            repulsion += part.Repulsion;
        }

        return UmapLoss.Of(attraction, repulsion, graph.EdgeCount, options);
    }

    private Part Sum(Vector4[] positions, ulong seed, UmapCurve curve, int first, int end)
    {
        ScalarDouble a = new(curve.A),
            b = new(curve.B);
        double attraction = 0,
            repulsion = 0;
        for (int vertex = first; vertex < end; vertex++)
        {
            Vector4 at = positions[places[vertex]];
            double weights = 0.0;
            for (int edge = graph.RowStart[vertex]; edge < graph.RowStart[vertex + 1]; edge++)
            {
                weights += graph.Weights[edge];
                int other = graph.Neighbours[edge];
                if (other > vertex)
                {
                    attraction +=
                        2
                        * graph.Weights[edge]
                        * UmapLoss<ScalarDouble>.Attraction(SquaredDistance(at, positions[places[other]]), a, b).Value;
                }
            }

            uint key = UmapLoss.Key(seed, vertex);
            for (int draw = 0; draw < UmapLoss.Draws; draw++)
            {
                int other = UmapLoss.Drawn(key, draw, graph.Count);
                if (other != vertex)
                    repulsion += weights * UmapLoss<ScalarDouble>.Repulsion(SquaredDistance(at, positions[places[other]]), a, b).Value;
            }
        }

        return new Part(attraction, repulsion);
    }

    private static ScalarDouble SquaredDistance(Vector4 from, Vector4 to)
    {
        double dx = (double)from.X - to.X,
            dy = (double)from.Y - to.Y,
            dz = (double)from.Z - to.Z;
        return new ScalarDouble((dx * dx) + (dy * dy) + (dz * dz));
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Part(double Attraction, double Repulsion);
}
