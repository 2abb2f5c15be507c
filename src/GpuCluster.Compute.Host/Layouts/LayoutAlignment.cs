using GpuCluster.Compute.Host.Eigen;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// Lays one layout over another of the same samples by Procrustes analysis (Gower 1975): both about their means and of one size, the second
/// turned and, where that fits better, mirrored, so that the squared distances between the places of each sample add up to the least.
/// Distances within a layout keep their proportions.
/// </summary>
public static class LayoutAlignment
{
    /// <summary>The root mean square distance from the mean of what is aligned.</summary>
    public const double Radius = 10;

    /// <summary>Below this share of the largest, an axis of the cross-covariance says nothing about a turn.</summary>
    private const double MinShare = 1e-9;

    /// <summary>The layout about its mean, of size <see cref="Radius"/>; one whose points coincide only about its mean.</summary>
    public static Layout Normalise(Layout layout)
    {
        double[] mean = new double[layout.Dims];
        for (int i = 0; i < layout.Values.Length; i++)
            mean[i % layout.Dims] += layout.Values[i] / (double)layout.Count;
        double squares = 0;
        for (int i = 0; i < layout.Values.Length; i++)
            squares += Math.Pow(layout.Values[i] - mean[i % layout.Dims], 2);
        double scale = squares > 0 ? Radius / Math.Sqrt(squares / layout.Count) : 1;
        float[] values = new float[layout.Values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((layout.Values[i] - mean[i % layout.Dims]) * scale);
        return new Layout(layout.Count, layout.Dims, values);
    }

    /// <summary>Normalises a layout and turns it onto another.</summary>
    /// <param name="reference">Normalised.</param>
    /// <param name="layout">Of as many samples and dimensions.</param>
    /// <exception cref="ArgumentException">Another number of samples or dimensions.</exception>
    public static Layout Align(Layout reference, Layout layout)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(layout.Count, reference.Count, nameof(layout));
        ArgumentOutOfRangeException.ThrowIfNotEqual(layout.Dims, reference.Dims, nameof(layout));
        Layout normal = Normalise(layout);
        return Turn(Covariance(normal, reference), layout.Dims) is { } turn ? Turned(normal, turn) : normal;
    }

    /// <summary>layout transposed times reference, dims x dims.</summary>
    private static double[] Covariance(Layout layout, Layout reference)
    {
        int dims = layout.Dims;
        double[] sums = new double[dims * dims];
        for (int sample = 0; sample < layout.Count; sample++)
        {
            for (int i = 0; i < dims; i++)
            {
                for (int j = 0; j < dims; j++)
                    sums[(i * dims) + j] += (double)layout.Of(sample)[i] * reference.Of(sample)[j];
            }
        }

        return sums;
    }

    /// <summary>The orthogonal factor of the polar decomposition, C (C^T C)^(-1/2); null where an axis is missing.</summary>
    private static double[]? Turn(double[] covariance, int dims)
    {
        (double[] squares, double[] axes) = SmallSymmetricEigen.Decompose(Product(covariance, covariance, dims, transposeLeft: true), dims);
        if (!(squares[^1] > MinShare * MinShare * squares[0]))
            return null;
        double[] scaled = new double[dims * dims],
            transposed = new double[dims * dims];
        for (int i = 0; i < dims; i++)
        {
            for (int j = 0; j < dims; j++)
            {
                scaled[(i * dims) + j] = axes[(i * dims) + j] / Math.Sqrt(squares[j]);
                transposed[(j * dims) + i] = axes[(i * dims) + j];
            }
        }

        return Product(covariance, Product(scaled, transposed, dims, transposeLeft: false), dims, transposeLeft: false);
    }

    private static double[] Product(double[] left, double[] right, int dims, bool transposeLeft)
    {
        double[] product = new double[dims * dims];
        for (int i = 0; i < dims; i++)
        {
            for (int j = 0; j < dims; j++)
            {
                for (int k = 0; k < dims; k++)
                    product[(i * dims) + j] += left[transposeLeft ? (k * dims) + i : (i * dims) + k] * right[(k * dims) + j];
            }
        }

        return product;
    }

    private static Layout Turned(Layout layout, double[] turn)
    {
        int dims = layout.Dims;
        float[] values = new float[layout.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < dims; k++)
                sum += layout.Of(i / dims)[k] * turn[(k * dims) + (i % dims)];
            values[i] = (float)sum;
        }

        return new Layout(layout.Count, dims, values);
    }
}
