using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>A small graph and where its layout starts from.</summary>
internal static class RingLayouts
{
    /// <summary>Each sample has its neighbours on a ring, with different weights.</summary>
    public static LayoutGraph Ring(int count)
    {
        int[] neighbours = new int[2 * count];
        float[] weights = new float[2 * count];
        for (int i = 0; i < count; i++)
        {
            int before = (i + count - 1) % count,
                after = (i + 1) % count;
            (neighbours[2 * i], neighbours[(2 * i) + 1]) = (Math.Min(before, after), Math.Max(before, after));
            for (int edge = 2 * i; edge < (2 * i) + 2; edge++)
            {
                // The edge's lower end names it, but for the one that closes the ring.
                int lower = Math.Abs(neighbours[edge] - i) == 1 ? Math.Min(neighbours[edge], i) : count - 1;
                weights[edge] = 1f - (lower % 5 * 0.17f);
            }
        }

        return new LayoutGraph([.. Enumerable.Range(0, count + 1).Select(i => 2 * i)], neighbours, weights);
    }

    /// <summary>Points on a circle, at different heights in 3-D.</summary>
    public static Layout Circle(int count, int dims)
    {
        float[] values = new float[count * dims];
        for (int i = 0; i < count; i++)
        {
            values[i * dims] = 5 + (5 * MathF.Cos(i));
            values[(i * dims) + 1] = 5 + (5 * MathF.Sin(i));
            if (dims == 3)
                values[(i * dims) + 2] = i % 7;
        }

        return new Layout(count, dims, values);
    }
}
