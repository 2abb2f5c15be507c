using CsCheck;
using GpuCluster.Compute.Host.Eigen;
using MathNet.Numerics.LinearAlgebra;

namespace GpuCluster.Compute.Host.Tests.Eigen;

public class SmallSymmetricEigenTests
{
    [Fact]
    public void Values_are_those_of_a_general_solver_and_vectors_are_orthonormal_eigenvectors() =>
        Gen.Select(Gen.Int[1, 24], Gen.Int[0, 100_000])
            .Sample(
                (size, seed) =>
                {
                    Random random = new(seed);
                    double[] matrix = new double[size * size];
                    for (int i = 0; i < size; i++)
                    {
                        for (int j = 0; j <= i; j++)
                            matrix[(i * size) + j] = matrix[(j * size) + i] = random.Next(4) == 0 ? 0 : random.NextDouble() - 0.5;
                    }

                    double[] expected = Matrix<double>
                        .Build.DenseOfRowMajor(size, size, matrix)
                        .Evd(Symmetricity.Symmetric)
                        .EigenValues.Select(v => v.Real)
                        .OrderDescending()
                        .ToArray();
                    (double[] values, double[] vectors) = SmallSymmetricEigen.Decompose([.. matrix], size);
                    for (int j = 0; j < size; j++)
                    {
                        Assert.Equal(expected[j], values[j], 1e-12);
                        for (int i = 0; i < size; i++)
                        {
                            double product = 0;
                            for (int m = 0; m < size; m++)
                                product += matrix[(i * size) + m] * vectors[(m * size) + j];

                            Assert.Equal(values[j] * vectors[(i * size) + j], product, 1e-11);
                        }
                    }
                },
                iter: 60
            );
}
