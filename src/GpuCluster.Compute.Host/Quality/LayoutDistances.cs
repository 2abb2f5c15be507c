using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// Distances from one point of a layout to all, in double. Coordinates lie axis by axis, so that several points go into a register.
/// </summary>
internal sealed class LayoutDistances
{
    private readonly double[][] _axes;

    /// <param name="layout">n points in 2 or 3 dimensions.</param>
    public LayoutDistances(Layout layout)
        : this(layout, [.. Enumerable.Range(0, layout.Count)]) { }

    /// <param name="layout">The points.</param>
    /// <param name="order">Which of them, in this order.</param>
    public LayoutDistances(Layout layout, int[] order)
    {
        Count = order.Length;
        _axes = new double[layout.Dims][];
        for (int axis = 0; axis < layout.Dims; axis++)
            _axes[axis] = Array.ConvertAll(order, point => (double)layout.Values[(point * layout.Dims) + axis]);
    }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>Writes squared distances.</summary>
    /// <param name="point">The point to measure from.</param>
    /// <param name="squares">Receives one for each point.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SquaresFrom(int point, Span<double> squares)
    {
        squares = squares[..Count];
        squares.Clear();
        foreach (double[] axis in _axes)
        {
            double origin = axis[point];
            Vector<double> origins = new(origin);
            Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(squares);
            ReadOnlySpan<Vector<double>> values = MemoryMarshal.Cast<double, Vector<double>>(axis);
            for (int i = 0; i < sums.Length; i++)
            {
                Vector<double> difference = values[i] - origins;
                sums[i] += difference * difference;
            }

            for (int i = sums.Length * Vector<double>.Count; i < squares.Length; i++)
                squares[i] += (axis[i] - origin) * (axis[i] - origin);
        }
    }

    /// <summary>How many values are smaller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountBelow(ReadOnlySpan<double> values, double limit)
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> limits = new(limit);
        Vector<long> counts = default;
        foreach (Vector<double> vector in vectors)
            counts -= Vector.LessThan(vector, limits);

        int count = (int)Vector.Sum(counts);
        foreach (double value in values[(vectors.Length * Vector<double>.Count)..])
            count += value < limit ? 1 : 0;

        return count;
    }

    /// <summary>The sum of the square roots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfRoots(ReadOnlySpan<double> squares)
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(squares);
        Vector<double> sums = default;
        foreach (Vector<double> vector in vectors)
            sums += Vector.SquareRoot(vector);

        double sum = Vector.Sum(sums);
        foreach (double square in squares[(vectors.Length * Vector<double>.Count)..])
            sum += Math.Sqrt(square);

        return sum;
    }
}
