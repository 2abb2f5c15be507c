using GpuCluster.Compute.Host.Eigen;
using GpuCluster.Compute.Host.Tests.Initial;
using GpuCluster.Core.Graphs;
using MathNet.Numerics.LinearAlgebra;

namespace GpuCluster.Compute.Host.Tests.Eigen;

public class ChebyshevSubspaceTests
{
    [Theory]
    [InlineData(7, 2)]
    [InlineData(40, 3)]
    [InlineData(65, 3)]
    [InlineData(400, 2)]
    [InlineData(900, 3)]
    public void Graph_eigenvectors_span_what_a_dense_solver_in_double_finds(int count, int wanted)
    {
        LayoutGraph graph = SmallGraphs.Random(count, count);
        EigenPairs pairs = Solve(graph, wanted, 1e-5, 2);
        (double[] values, Matrix<double> vectors) = SmallGraphs.LaplacianSpectrum(graph);

        Assert.True(pairs.Converged);
        for (int j = 0; j < wanted; j++)
        {
            Assert.Equal(values[j + 1], 1 - pairs.Values[j], 1e-6);
            double inside = 0;
            for (int other = 0; other < wanted; other++)
                inside += Math.Pow(Dot(pairs, j, vectors.Column(other + 1)), 2);

            double gap = values[wanted + 1] - values[j + 1];
            Assert.InRange(1 - inside, -1e-5, 1e-5 + Math.Pow(2e-5 / gap, 2));
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(150)]
    public void A_path_has_cosines(int count)
    {
        EigenPairs pairs = Solve(SmallGraphs.Path(count), 3, 1e-6, 1);
        for (int j = 0; j < 3; j++)
        {
            double angle = Math.PI * (j + 1) / (count - 1);
            Assert.Equal(Math.Cos(angle), pairs.Values[j], 1e-5);
            Vector<double> expected = Vector<double>
                .Build.Dense(count, i => (i == 0 || i == count - 1 ? Math.Sqrt(0.5) : 1) * Math.Cos(angle * i))
                .Normalize(2);
            Assert.Equal(1, Math.Abs(Dot(pairs, j, expected)), 1e-3);
        }
    }

    [Fact]
    public void A_star_has_only_zeros_beside_the_extremes()
    {
        EigenPairs pairs = Solve(SmallGraphs.Star(200), 3, 1e-5, 2);
        Assert.True(pairs.Converged);
        Assert.All(pairs.Values, value => Assert.Equal(0, value, 1e-5));
    }

    [Fact]
    public void A_complete_graph_has_one_value_many_times()
    {
        const int Count = 90;
        LayoutGraph graph = SmallGraphs.Of(
            Count,
            Enumerable.Range(0, Count).SelectMany(i => Enumerable.Range(i + 1, Count - i - 1).Select(j => (i, j, 1f)))
        );
        EigenPairs pairs = Solve(graph, 3, 1e-4, 2);
        Assert.True(pairs.Converged);
        Assert.All(pairs.Values, value => Assert.Equal(-1.0 / (Count - 1), value, 1e-5));
        Assert.All(pairs.Vectors, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_matrix_of_low_rank_gives_zero_values_beyond_it()
    {
        const int Size = 100;
        float[] matrix = new float[Size * Size];
        matrix[0] = 5;
        matrix[(3 * Size) + 3] = 2;
        EigenPairs pairs = new ChebyshevSubspace(new DenseOperator(matrix, Size), 0, null, 1).Largest(4, 1e-5, 300, 1, _ => { }, default);
        Assert.Equal([5, 2, 0, 0], pairs.Values.Select(v => Math.Round(v, 5)));
        Assert.Equal(1, pairs.Vectors[0], 1e-5);
        Assert.Equal(1, pairs.Vectors[(3 * 4) + 1], 1e-5);
        Assert.All(pairs.Vectors, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_zero_matrix_has_zero_values()
    {
        EigenPairs pairs = new ChebyshevSubspace(new DenseOperator(new float[80 * 80], 80), 0, null, 1).Largest(
            2,
            1e-5,
            300,
            1,
            _ => { },
            default
        );
        Assert.True(pairs.Converged);
        Assert.Equal([0, 0], pairs.Values);
        Assert.All(pairs.Vectors, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Running_out_of_applications_is_told()
    {
        LayoutGraph graph = SmallGraphs.Path(5000);
        NormalisedAdjacency adjacency = new(graph, 1);
        EigenPairs pairs = new ChebyshevSubspace(adjacency, -1, adjacency.TrivialVector, 1).Largest(3, 1e-6, 20, 1, _ => { }, default);
        Assert.False(pairs.Converged);
        Assert.True(pairs.Residual > 1e-6);
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        LayoutGraph graph = SmallGraphs.Random(3000, 5);
        EigenPairs one = Solve(graph, 3, 1e-4, 1);
        EigenPairs three = Solve(graph, 3, 1e-4, 3);
        Assert.Equal(one.Values, three.Values);
        Assert.Equal(one.Vectors, three.Vectors);
    }

    [Fact]
    public void The_largest_entry_of_a_vector_is_positive()
    {
        EigenPairs pairs = Solve(SmallGraphs.Random(300, 8), 3, 1e-5, 1);
        for (int j = 0; j < 3; j++)
        {
            float[] vector = [.. Enumerable.Range(0, 300).Select(i => pairs.Vectors[(i * 3) + j])];
            Assert.True(vector.MaxBy(Math.Abs) > 0);
        }
    }

    private static EigenPairs Solve(LayoutGraph graph, int wanted, double tolerance, int threads)
    {
        NormalisedAdjacency adjacency = new(graph, threads);
        return new ChebyshevSubspace(adjacency, -1, adjacency.TrivialVector, threads).Largest(
            wanted,
            tolerance,
            3000,
            42,
            _ => { },
            default
        );
    }

    private static double Dot(EigenPairs pairs, int vector, Vector<double> with)
    {
        int wanted = pairs.Values.Length;
        double dot = 0;
        for (int i = 0; i < with.Count; i++)
            dot += pairs.Vectors[(i * wanted) + vector] * with[i];

        return dot;
    }
}
