using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Lanes;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>How edges pull a point: the sum over its edges of p u (y_i - y_j), a register of edges at a time and what is left one by one.</summary>
internal static class TsneAttraction
{
    /// <summary>The pull on one point, not exaggerated; w is 0.</summary>
    /// <param name="graph">Joint probabilities.</param>
    /// <param name="vertex">The point.</param>
    /// <param name="positions">All points.</param>
    public static Vector4 Pull<TKernel>(LayoutGraph graph, int vertex, Vector4[] positions)
        where TKernel : struct, ITsneKernel
    {
        if (Vector512.IsHardwareAccelerated) return Pull<Vector512Lane, TKernel>(graph, vertex, positions);
        return Vector256.IsHardwareAccelerated ? Pull<Vector256Lane, TKernel>(graph, vertex, positions) : Pull<Vector128Lane, TKernel>(graph, vertex, positions);
    }

    /// <inheritdoc cref="Pull{TKernel}(LayoutGraph, int, Vector4[])"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Vector4 Pull<TLane, TKernel>(LayoutGraph graph, int vertex, Vector4[] positions)
        where TLane : struct, IVectorLane<TLane>
        where TKernel : struct, ITsneKernel
    {
        var at = positions[vertex];
        var (edge, end) = (graph.RowStart[vertex], graph.RowStart[vertex + 1]);
        var (x, y, z) = (TLane.Broadcast(at.X), TLane.Broadcast(at.Y), TLane.Broadcast(at.Z));
        TLane pullX = TLane.Of(0), pullY = pullX, pullZ = pullX;
        for (; edge + TLane.Width <= end; edge += TLane.Width)
        {
            TLane.Gather(in positions[0], in graph.Neighbours[edge], out var otherX, out var otherY, out var otherZ);
            var (dx, dy, dz) = (x - otherX, y - otherY, z - otherZ);
            var closeness = TsneForces<TLane, TKernel>.Pull(TLane.MultiplyAdd(dx, dx, TLane.MultiplyAdd(dy, dy, dz * dz)));
            var pull = closeness * TLane.Load(ref graph.Weights[edge]);
            pullX = TLane.MultiplyAdd(pull, dx, pullX);
            pullY = TLane.MultiplyAdd(pull, dy, pullY);
            pullZ = TLane.MultiplyAdd(pull, dz, pullZ);
        }

        var sum = new Vector4(SumOf(pullX), SumOf(pullY), SumOf(pullZ), 0);
        for (; edge < end; edge++)
        {
            var difference = (at - positions[graph.Neighbours[edge]]) with { W = 0 };
            sum += difference * (graph.Weights[edge] * TsneForces<FloatLane, TKernel>.Pull(new FloatLane(difference.LengthSquared())).Value);
        }

        return sum;
    }

    private static float SumOf<TLane>(TLane lane)
        where TLane : struct, IVectorLane<TLane>
    {
        Span<float> values = stackalloc float[TLane.Width];
        TLane.Store(lane, ref values[0]);
        var sum = 0f;
        foreach (var value in values) sum += value;
        return sum;
    }
}
