using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Simd;

namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>How edges pull a point: the sum over its edges of p w (y_i - y_j), a register of edges at a time.</summary>
internal static class TsneAttraction
{
    /// <summary>The pull on one point, not exaggerated; w is 0.</summary>
    /// <param name="graph">Joint probabilities.</param>
    /// <param name="vertex">The point.</param>
    /// <param name="positions">All points.</param>
    public static Vector4 Pull<TKernel>(LayoutGraph graph, int vertex, Vector4[] positions)
        where TKernel : struct, ITsneKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return Pull<SimdFloat512, TKernel>(graph, vertex, positions);
        return Vector256.IsHardwareAccelerated
            ? Pull<SimdFloat256, TKernel>(graph, vertex, positions)
            : Pull<SimdFloat128, TKernel>(graph, vertex, positions);
    }

    /// <inheritdoc cref="Pull{TKernel}(LayoutGraph, int, Vector4[])"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Vector4 Pull<TFloat, TKernel>(LayoutGraph graph, int vertex, Vector4[] positions)
        where TFloat : struct, ISimdVector<TFloat>
        where TKernel : struct, ITsneKernel
    {
        Vector4 at = positions[vertex];
        (int edge, int end) = (graph.RowStart[vertex], graph.RowStart[vertex + 1]);
        (TFloat x, TFloat y, TFloat z) = (TFloat.Broadcast(at.X), TFloat.Broadcast(at.Y), TFloat.Broadcast(at.Z));
        TFloat pullX = TFloat.Of(0),
            pullY = pullX,
            pullZ = pullX;
        Span<int> lastOthers = stackalloc int[TFloat.Width];
        Span<float> lastWeights = stackalloc float[TFloat.Width];
        for (; edge < end; edge += TFloat.Width)
        {
            scoped ref int others = ref graph.Neighbours[edge];
            scoped ref float weights = ref graph.Weights[edge];
            if (end - edge < TFloat.Width)
            {
                // The rest of the register is the point itself, at distance and weight 0.
                lastOthers.Fill(vertex);
                graph.Neighbours.AsSpan(edge, end - edge).CopyTo(lastOthers);
                graph.Weights.AsSpan(edge, end - edge).CopyTo(lastWeights);
                others = ref lastOthers[0];
                weights = ref lastWeights[0];
            }

            TFloat.Gather(in positions[0], in others, out TFloat otherX, out TFloat otherY, out TFloat otherZ);
            (TFloat dx, TFloat dy, TFloat dz) = (x - otherX, y - otherY, z - otherZ);
            TFloat closeness = TsneForces<TFloat, TKernel>.Similarity(TFloat.MultiplyAdd(dx, dx, TFloat.MultiplyAdd(dy, dy, dz * dz)));
            TFloat pull = closeness * TFloat.Load(ref weights);
            pullX = TFloat.MultiplyAdd(pull, dx, pullX);
            pullY = TFloat.MultiplyAdd(pull, dy, pullY);
            pullZ = TFloat.MultiplyAdd(pull, dz, pullZ);
        }

        return new Vector4(TFloat.Sum(pullX), TFloat.Sum(pullY), TFloat.Sum(pullZ), 0);
    }
}
