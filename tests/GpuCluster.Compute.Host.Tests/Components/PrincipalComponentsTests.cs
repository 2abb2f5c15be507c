using GpuCluster.Compute.Host.Components;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GpuCluster.Compute.Host.Tests.Components;

public class PrincipalComponentsTests
{
    [Theory]
    [InlineData(500, 3, 0)]
    [InlineData(40, 100, 0)]
    [InlineData(3000, 120, 0)]
    [InlineData(1000, 70, 300)]
    public void Components_are_those_of_the_covariance_in_double(int rows, int columns, float offset)
    {
        EmbeddingMatrix embedding = Stretched(rows, columns, offset);
        Matrix<double> data = Matrix<double>.Build.Dense(rows, columns, (i, j) => embedding.Row(i)[j]);
        Vector<double> mean = data.ColumnSums() / rows;
        Matrix<double> centred = Matrix<double>.Build.Dense(rows, columns, (i, j) => data[i, j] - mean[j]);
        Evd<double> decomposition = (centred.TransposeThisAndMultiply(centred) / (rows - 1)).Evd(Symmetricity.Symmetric);

        PrincipalComponents components = Find(embedding, 3, 2);
        Assert.True(components.Converged);
        Assert.Equal(1, components.TotalVariance / decomposition.EigenValues.Sum(v => v.Real), 1e-5);
        for (int j = 0; j < 3; j++)
        {
            int place = columns - 1 - j;
            Vector<double> axis = decomposition.EigenVectors.Column(place);
            Assert.Equal(1, components.Variances[j] / decomposition.EigenValues[place].Real, 1e-4);
            double sign = Math.Sign(axis[axis.AbsoluteMaximumIndex()]);
            for (int f = 0; f < columns; f++)
                Assert.Equal(sign * axis[f], components.Axes[(f * 3) + j], 1e-4);

            Vector<double> along = centred * axis * sign;
            for (int i = 0; i < rows; i++)
                Assert.Equal(along[i], components.Projected[(i * 3) + j], 2e-3 * Math.Sqrt(components.Variances[0]));
        }
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        EmbeddingMatrix embedding = Stretched(2001, 90, 1);
        PrincipalComponents one = Find(embedding, 3, 1);
        PrincipalComponents three = Find(embedding, 3, 3);
        Assert.Equal(one.Axes, three.Axes);
        Assert.Equal(one.Projected, three.Projected);
        Assert.Equal(one.TotalVariance, three.TotalVariance);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(30, 2)]
    [InlineData(9, 200)]
    public void Few_samples_or_features_give_finite_results(int rows, int columns)
    {
        PrincipalComponents components = Find(Stretched(rows, columns, 0), 3, 2);
        Assert.Equal(rows * 3, components.Projected.Length);
        Assert.All(components.Projected, value => Assert.True(float.IsFinite(value)));
        Assert.All(components.Variances, value => Assert.True(value >= 0));
        Assert.InRange(Enumerable.Range(0, 3).Sum(components.ExplainedShare), 0, 1.0001);
    }

    [Theory]
    [InlineData(66)]
    [InlineData(-83)]
    [InlineData(100)]
    public void A_power_of_two_changes_no_bit(int exponent)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(300, 20, clusters: 4, spread: 0.3);
        float[] values = [.. embedding.Values.ToArray().Select(value => MathF.ScaleB(value, exponent))];

        PrincipalComponents usual = Find(embedding, 3, 2);
        PrincipalComponents scaled = Find(new EmbeddingMatrix(300, 20, values), 3, 2);

        Assert.Equal(usual.Axes, scaled.Axes);
        Assert.Equal(usual.Projected.Select(value => MathF.ScaleB(value, exponent)), scaled.Projected);
        Assert.Equal(usual.Variances.Select(value => Math.ScaleB(value, 2 * exponent)), scaled.Variances);
        Assert.Equal(Enumerable.Range(0, 3).Select(usual.ExplainedShare), Enumerable.Range(0, 3).Select(scaled.ExplainedShare));
    }

    [Fact]
    public void Equal_samples_have_no_variance()
    {
        float[] values = new float[50 * 80];
        Array.Fill(values, 0.1f);
        PrincipalComponents components = Find(new EmbeddingMatrix(50, 80, values), 2, 1);
        Assert.Equal([0, 0], components.Variances);
        Assert.Equal(0, components.ExplainedShare(0));
        Assert.All(components.Projected, value => Assert.Equal(0, value));
    }

    private static PrincipalComponents Find(EmbeddingMatrix embedding, int count, int threads) =>
        PrincipalComponents.Find(embedding, count, 42, threads, _ => { }, TestContext.Current.CancellationToken);

    /// <summary>
    /// Random rows with standard deviations 1, 0.7, 0.49, ... along the features, down to a tenth, turned a little into each other.
    /// </summary>
    private static EmbeddingMatrix Stretched(int rows, int columns, float offset)
    {
        Random random = new(rows + columns);
        float[] values = new float[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            float last = 0;
            for (int f = 0; f < columns; f++)
            {
                float own = (float)(
                    (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2 * Math.Max(Math.Pow(0.7, f), 0.1)
                );
                values[(i * columns) + f] = offset + own + (0.3f * last);
                last = own;
            }
        }

        return new EmbeddingMatrix(rows, columns, values);
    }
}
