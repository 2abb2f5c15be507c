using GpuCluster.Compute.Host.Components;
using GpuCluster.Core.Embeddings;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GpuCluster.Compute.Host.Tests.Components;

/// <summary>Components as vectors are reduced to, against MathNet's decomposition of the covariance in double.</summary>
public sealed class ManyComponentsTests
{
    [Theory]
    [InlineData(500, 30, 30, 0.8)]
    [InlineData(3000, 60, 20, 0.9)]
    [InlineData(1300, 300, 50, 0.95)]
    [InlineData(40, 250, 30, 0.9)]
    [InlineData(700, 60, 12, 0.5)]
    public void Of_few_features_they_are_exact(int rows, int columns, int count, double decay)
    {
        EmbeddingMatrix embedding = Falling(rows, columns, decay, 3, 1);
        (double[] variances, Matrix<double> axes, Matrix<double> centred) = Oracle(embedding);
        PrincipalComponents found = Find(embedding, count, 2);
        Assert.True(found.Converged);
        Assert.Equal(1, found.TotalVariance / variances.Sum(), 1e-5);
        for (int j = 0; j < count; j++)
        {
            Assert.Equal(variances[j], found.Variances[j], (1e-3 * variances[j]) + (1e-6 * variances[0]));
            Assert.Equal(found.Variances[j] / variances.Sum(), found.ExplainedShare(j), 1e-5);
        }

        // What axes of nearly equal variance span is told by what they leave of the samples, not by each of them.
        Assert.Equal(Left(centred, axes, count), Left(centred, AxesOf(found), count), 1e-3 * centred.FrobeniusNorm());
        AssertOrthonormal(AxesOf(found));
    }

    [Fact]
    public void Of_many_features_nearly_all_that_can_be_explained_is()
    {
        const int Count = 20;
        EmbeddingMatrix embedding = Falling(400, PrincipalComponents.MaxFormed + 7, 0.93, 0, 1);
        (double[] variances, _, Matrix<double> centred) = Oracle(embedding);
        PrincipalComponents found = Find(embedding, Count, 2);
        Assert.Equal(1, found.TotalVariance / variances.Sum(), 1e-5);
        Assert.InRange(found.Variances.Sum() / variances.Take(Count).Sum(), 0.999, 1.00001);
        for (int j = 0; j < Count; j++)
            Assert.Equal(1, found.Variances[j] / variances[j], 0.01);
        Assert.Equal(
            found.Variances.Sum() * (embedding.Rows - 1),
            (centred * AxesOf(found)).PointwisePower(2).ColumnSums().Sum(),
            1e-3 * variances.Sum() * embedding.Rows
        );
        AssertOrthonormal(AxesOf(found));
    }

    [Theory]
    [InlineData(1e18)]
    [InlineData(1e-18)]
    public void Neither_huge_nor_tiny_values_lose_anything(double scale)
    {
        PrincipalComponents usual = Find(Falling(300, 40, 0.8, 3, 1), 10, 1);
        PrincipalComponents scaled = Find(Falling(300, 40, 0.8, 3, scale), 10, 1);
        for (int j = 0; j < 10; j++)
        {
            Assert.Equal(usual.ExplainedShare(j), scaled.ExplainedShare(j), 1e-4);
            Assert.Equal(usual.Variances[j], scaled.Variances[j] / scale / scale, 1e-3 * usual.Variances[0]);
        }
    }

    [Fact]
    public void Samples_lie_along_the_axes_and_others_are_projected_alike()
    {
        EmbeddingMatrix embedding = Falling(777, 50, 0.8, 3, 1);
        (_, _, Matrix<double> centred) = Oracle(embedding);
        PrincipalComponents found = Find(embedding, 25, 2);
        Matrix<double> along = centred * AxesOf(found);
        for (int i = 0; i < embedding.Rows; i++)
        {
            for (int j = 0; j < 25; j++)
                Assert.Equal(along[i, j], found.Projected[(i * 25) + j], 1e-4);
        }

        EmbeddingMatrix others = embedding.Slice(100, 300);
        Assert.Equal(
            found.Projected.AsSpan(100 * 25, 300 * 25),
            found.Project(others, 1, TestContext.Current.CancellationToken).Values.Span
        );
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        foreach (int columns in new[] { 250, PrincipalComponents.MaxFormed + 1 })
        {
            EmbeddingMatrix embedding = Falling(1700, columns, 0.9, 1, 1);
            PrincipalComponents one = Find(embedding, 10, 1),
                three = Find(embedding, 10, 3);
            Assert.Equal(one.Axes, three.Axes);
            Assert.Equal(one.Projected, three.Projected);
            Assert.Equal(one.Variances, three.Variances);
            Assert.Equal(one.TotalVariance, three.TotalVariance);
        }
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(9, 200)]
    [InlineData(9, 1100)]
    public void Few_samples_or_features_give_finite_results(int rows, int columns)
    {
        PrincipalComponents found = Find(Falling(rows, columns, 0.9, 0, 1), 20, 2);
        Assert.Equal(rows * 20, found.Projected.Length);
        Assert.All(found.Projected, value => Assert.True(float.IsFinite(value)));
        Assert.All(found.Variances, value => Assert.True(value >= 0));
        Assert.InRange(Enumerable.Range(0, 20).Sum(found.ExplainedShare), rows > 1 ? 0.999 : 0, 1.0001);
    }

    [Fact]
    public void Equal_samples_have_no_variance()
    {
        float[] values = new float[50 * 80];
        Array.Fill(values, 0.1f);
        PrincipalComponents found = Find(new EmbeddingMatrix(50, 80, values), 10, 1);
        Assert.All(found.Variances, value => Assert.Equal(0, value, 1e-12));
        Assert.Equal(0, found.TotalVariance, 1e-12);
    }

    private static PrincipalComponents Find(EmbeddingMatrix embedding, int count, int threads) =>
        PrincipalComponents.Find(embedding, count, 42, threads, _ => { }, TestContext.Current.CancellationToken);

    /// <summary>Variances descending, axes as columns, centred samples.</summary>
    private static (double[] Variances, Matrix<double> Axes, Matrix<double> Centred) Oracle(EmbeddingMatrix embedding)
    {
        Matrix<double> data = Matrix<double>.Build.Dense(embedding.Rows, embedding.Columns, (i, j) => embedding.Row(i)[j]);
        Vector<double> mean = data.ColumnSums() / embedding.Rows;
        Matrix<double> centred = Matrix<double>.Build.Dense(embedding.Rows, embedding.Columns, (i, j) => data[i, j] - mean[j]);

        // The smaller of X'X and XX' has the same values; of the larger only the axes are needed, and those only where it is small.
        bool wide = embedding.Columns > 2 * embedding.Rows;
        Evd<double> decomposition = (
            (wide ? centred.TransposeAndMultiply(centred) : centred.TransposeThisAndMultiply(centred)) / (embedding.Rows - 1)
        ).Evd(Symmetricity.Symmetric);
        Matrix<double> vectors = Matrix<double>.Build.DenseOfColumnVectors(decomposition.EigenVectors.EnumerateColumns().Reverse());
        Matrix<double> axes = wide ? (centred.Transpose() * vectors).NormalizeColumns(2) : vectors;
        return ([.. decomposition.EigenValues.Select(value => Math.Max(0, value.Real)).Reverse()], axes, centred);
    }

    private static Matrix<double> AxesOf(PrincipalComponents found) =>
        Matrix<double>.Build.Dense(found.Mean.Length, found.Count, (feature, component) => found.Axes[(feature * found.Count) + component]);

    /// <summary>The length of what the first axes do not explain.</summary>
    private static double Left(Matrix<double> centred, Matrix<double> axes, int count)
    {
        Matrix<double> first = axes.SubMatrix(0, axes.RowCount, 0, count);
        return (centred - (centred * first * first.Transpose())).FrobeniusNorm();
    }

    private static void AssertOrthonormal(Matrix<double> axes) =>
        Assert.Equal(0, (axes.TransposeThisAndMultiply(axes) - Matrix<double>.Build.DenseIdentity(axes.ColumnCount)).L2Norm(), 1e-4);

    /// <summary>
    /// Random rows whose standard deviations fall by a factor from feature to feature, each feature turned a little into the next.
    /// </summary>
    private static EmbeddingMatrix Falling(int rows, int columns, double decay, double offset, double scale)
    {
        Random random = new(rows + columns);
        float[] values = new float[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            double last = 0;
            for (int f = 0; f < columns; f++)
            {
                double own = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * Math.Pow(decay, f);
                values[(i * columns) + f] = (float)(scale * (offset + own + (0.3 * last)));
                last = own;
            }
        }

        return new EmbeddingMatrix(rows, columns, values);
    }
}
