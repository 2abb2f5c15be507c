using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Layouts.Tsne;

public sealed class HostTsneStepperTests
{
    /// <summary>So many points that what far cells push is kept between walks.</summary>
    private const int Many = 20_000;

    [Fact]
    public void In_the_plane_the_first_step_goes_down_the_divergence_by_finite_differences()
    {
        LayoutGraph graph = Affinities(Cloud(60), 8);
        Layout initial = Scattered(60, 2);
        double[] start = initial.Values.Select(value => (double)value).ToArray();
        double[] gradient = new double[start.Length];
        for (int i = 0; i < start.Length; i++)
        {
            const double H = 1e-5;
            double kept = start[i];
            start[i] = kept + H;
            double above = Divergence(graph, start, 2);
            start[i] = kept - H;
            gradient[i] = (above - Divergence(graph, start, 2)) / (2 * H);
            start[i] = kept;
        }

        AssertFirstStepGoesDown(graph, initial, gradient);
    }

    [Fact]
    public void In_space_the_first_step_goes_down_scikit_learns_double_sum()
    {
        LayoutGraph graph = Affinities(Cloud(60), 8);
        Layout initial = Scattered(60, 3);
        double[,] joint = new double[60, 60];
        for (int i = 0; i < 60; i++)
        {
            for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
                joint[i, graph.Neighbours[e]] = graph.Weights[e];
        }

        // As _kl_divergence of scikit-learn's _t_sne.py has it: (P - Q) dist, over all pairs, times 2 (dof + 1) / dof.
        double[,] dist = new double[60, 60];
        double total = 0.0;
        for (int i = 0; i < 60; i++)
        {
            for (int j = 0; j < 60; j++)
            {
                if (i != j)
                    total += dist[i, j] = Math.Pow(1 + (SquaredDistance(i, j) / 2), -1.5);
            }
        }

        double[] gradient = new double[180];
        for (int i = 0; i < 180; i++)
        {
            for (int j = 0; j < 60; j++)
            {
                gradient[i] +=
                    3
                    * (joint[i / 3, j] - (dist[i / 3, j] / total))
                    * dist[i / 3, j]
                    * ((double)initial.Of(i / 3)[i % 3] - initial.Of(j)[i % 3]);
            }
        }

        AssertFirstStepGoesDown(graph, initial, gradient);

        double SquaredDistance(int i, int j) => Enumerable.Range(0, 3).Sum(d => Math.Pow((double)initial.Of(i)[d] - initial.Of(j)[d], 2));
    }

    [Fact]
    public void Velocities_and_gains_start_anew_when_exaggeration_ends()
    {
        LayoutGraph graph = Affinities(Cloud(300), 10);
        TsneOptions options = new() { ExaggerationEpochs = 20, Epochs = 40 };
        using HostTsneStepper whole = new(graph, Scattered(300, 3), options, 2);
        while (whole.Epoch < 20)
            whole.Step();
        using HostTsneStepper second = new(graph, whole.Read(), options with { ExaggerationEpochs = 0 }, 2);

        whole.Step();
        second.Step();

        Assert.Equal(second.Read().Values, whole.Read().Values);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_divergence_is_that_of_an_independent_sum_in_double(int dims)
    {
        LayoutGraph graph = Affinities(Cloud(200), 15);
        Layout initial = Scattered(200, dims);
        using HostTsneStepper stepper = new(graph, initial, new TsneOptions { Dims = dims, Theta = 0 }, 2);

        Assert.Equal(Divergence(graph, [.. initial.Values.Select(value => (double)value)], dims), stepper.Divergence(), 1e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Distant_points_taken_together_change_a_step_little(int dims)
    {
        LayoutGraph graph = Affinities(Cloud(3000), 20);
        Layout initial = Scattered(3000, dims);
        TsneOptions options = new() { Dims = dims, ExaggerationEpochs = 0 };
        using HostTsneStepper exact = new(graph, initial, options with { Theta = 0 }, 2);
        using HostTsneStepper coarse = new(graph, initial, options, 2);

        Assert.Equal(exact.Divergence(), coarse.Divergence(), 0.002 * exact.Divergence());
        exact.Step();
        coarse.Step();
        Assert.InRange(RelativeError(initial, exact.Read(), coarse.Read()), 0, 0.03);
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(Many)]
    public void Any_number_of_threads_and_a_restart_give_the_same_bits(int count)
    {
        LayoutGraph graph = Affinities(Cloud(count), 10);
        TsneOptions options = new() { Epochs = 20, ExaggerationEpochs = 5 };
        using HostTsneStepper one = new(graph, Scattered(count, 3), options, 1);
        using HostTsneStepper four = new(graph, Scattered(count, 3), options, 4);

        float[] expected = Run(one);

        Assert.Equal(expected, Run(four));
        Assert.Equal(one.Divergence(), four.Divergence());
        four.Restart();
        Assert.Equal(expected, Run(four));
    }

    [Fact]
    public void A_layout_goes_on_as_one_that_starts_where_it_stands_and_a_restart_brings_all_back()
    {
        LayoutGraph graph = Affinities(Cloud(300), 10);
        TsneOptions options = new() { Epochs = 30, ExaggerationEpochs = 10 };
        using HostTsneStepper stepper = new(graph, Scattered(300, 3), options, 2);
        float[] first = Run(stepper);
        double before = stepper.Divergence();
        using HostTsneStepper other = new(graph, stepper.Read(), options with { Epochs = 40, ExaggerationEpochs = 0 }, 2);

        stepper.Continue(40);

        Assert.Equal(Run(other), Run(stepper));
        Assert.InRange(stepper.Divergence(), 0, before);
        stepper.Restart();
        Assert.Equal(first, Run(stepper));
    }

    /// <remarks>Between two walks, far cells push as they did at the last one.</remarks>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Far_cells_of_an_earlier_epoch_change_steps_little(int dims)
    {
        LayoutGraph graph = Affinities(Cloud(Many), 10);
        TsneOptions options = new()
        {
            Dims = dims,
            ExaggerationEpochs = 0,
            Epochs = 8,
        };
        using HostTsneStepper kept = new(graph, Scattered(Many, dims), options, 2);
        for (int epoch = 0; epoch < 3; epoch++)
            kept.Step();
        LayoutMoment moment = kept.Keep();
        using HostTsneStepper walking = new(graph, Scattered(Many, dims), options, 2);
        using HostTsneStepper exact = new(graph, Scattered(Many, dims), options with { Theta = 0 }, 2);
        walking.GoBackTo(moment with { WalkedFrom = [] });
        exact.GoBackTo(moment with { WalkedFrom = [] });
        Layout before = kept.Read();

        Assert.Equal(walking.Divergence(), kept.Divergence());
        kept.Step();
        walking.Step();
        exact.Step();

        Assert.NotEqual(walking.Read().Values, kept.Read().Values);
        // A scattered cloud moves faster than one that is laid out: 6 % in the plane and 2 % in space, three epochs after the walk.
        Assert.InRange(RelativeError(before, exact.Read(), kept.Read()), 0, 0.08);
    }

    [Fact]
    public void Asking_for_the_divergence_changes_nothing()
    {
        LayoutGraph graph = Affinities(Cloud(Many), 10);
        TsneOptions options = new() { Epochs = 20, ExaggerationEpochs = 5 };
        using HostTsneStepper asked = new(graph, Scattered(Many, 3), options, 2);
        using HostTsneStepper silent = new(graph, Scattered(Many, 3), options, 2);
        while (asked.Epoch < asked.Epochs)
        {
            asked.Step();
            _ = asked.Divergence();
        }

        Assert.Equal(Run(silent), asked.Read().Values);
    }

    [Theory]
    [InlineData(300, 4)]
    [InlineData(300, 17)]
    [InlineData(300, 30)]
    [InlineData(Many, 4)]
    [InlineData(Many, 15)]
    [InlineData(Many, 18)]
    public void After_a_restart_or_more_epochs_it_goes_back_and_on_to_the_same_bits(int count, int epoch)
    {
        LayoutGraph graph = Affinities(Cloud(count), 10);
        TsneOptions options = new() { Epochs = 30, ExaggerationEpochs = 10 };
        using HostTsneStepper straight = new(graph, Scattered(count, 3), options, 2);
        using HostTsneStepper stepper = new(graph, Scattered(count, 3), options, 2);
        for (int i = 0; i < epoch; i++)
        {
            straight.Step();
            stepper.Step();
        }

        LayoutMoment moment = stepper.Keep();
        stepper.Restart();
        stepper.Step();
        stepper.Continue(9);
        stepper.Step();
        stepper.GoBackTo(moment);
        Assert.Equal(count == Many && epoch > 10 && (epoch - 10) % 4 != 0 ? Many : 0, moment.WalkedFrom.Length);
        Assert.Equal((epoch, 30), (stepper.Epoch, stepper.Epochs));
        Assert.Equal(straight.Read().Values, stepper.Read().Values);
        Assert.Equal(Run(straight), Run(stepper));
        Assert.Throws<ArgumentOutOfRangeException>(() => stepper.GoBackTo(moment with { Positions = new System.Numerics.Vector4[2] }));
    }

    [Fact]
    public void A_layout_that_is_steered_runs_as_one_that_was_made_so()
    {
        LayoutGraph graph = Affinities(Cloud(300), 10);
        TsneOptions wanted = new()
        {
            Epochs = 30,
            ExaggerationEpochs = 10,
            Exaggeration = 3,
            LearningRate = 20,
            Theta = 0.2,
        };
        using HostTsneStepper steered = new(graph, Scattered(300, 3), new TsneOptions { Epochs = 30, ExaggerationEpochs = 10 }, 2);
        using HostTsneStepper made = new(graph, Scattered(300, 3), wanted, 2);
        using HostTsneStepper usual = new(graph, Scattered(300, 3), new TsneOptions { Epochs = 30, ExaggerationEpochs = 10 }, 2);

        steered.Steer(wanted);

        Assert.Equal(Run(made), Run(steered));
        Assert.NotEqual(Run(usual), steered.Read().Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void So_few_points_stay_finite(int count)
    {
        LayoutGraph graph = Affinities(Cloud(count), 1);
        using HostTsneStepper stepper = new(graph, Scattered(count, 3), new TsneOptions { Perplexity = 1 }, 2);

        Assert.All(Run(stepper), value => Assert.True(float.IsFinite(value)));
        Assert.True(double.IsFinite(stepper.Divergence()));
    }

    [Fact]
    public void Duplicates_by_the_thousand_stay_finite_in_one_place()
    {
        EmbeddingMatrix cloud = new(3000, 4, new float[3000 * 4]);
        LayoutGraph graph = Affinities(cloud, 10);
        using HostTsneStepper stepper = new(graph, new Layout(3000, 3, new float[9000]), new TsneOptions { Epochs = 20 }, 2);

        Assert.All(Run(stepper), value => Assert.Equal(0, value));
        Assert.True(double.IsFinite(stepper.Divergence()));
    }

    [Fact]
    public void Joint_probabilities_are_symmetric_and_add_up_to_one()
    {
        LayoutGraph graph = Affinities(Cloud(500), 10);
        Dictionary<(int, int), float> weights = new();
        for (int i = 0; i < graph.Count; i++)
        {
            for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
                weights.Add((i, graph.Neighbours[e]), graph.Weights[e]);
        }

        Assert.Equal(1, weights.Values.Sum(weight => (double)weight), 1e-5);
        Assert.All(weights, edge => Assert.Equal(edge.Value, weights[(edge.Key.Item2, edge.Key.Item1)]));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(10)]
    [InlineData(40)]
    public void A_row_reaches_its_perplexity(double perplexity)
    {
        Random random = new(3);
        float[] distances = Enumerable.Range(0, 120).Select(_ => 1 + random.NextSingle()).ToArray();
        float[] probabilities = new float[120];

        PerplexityScale.Fit(distances, perplexity, probabilities);

        Assert.Equal(1, probabilities.Sum(), 1e-5);
        Assert.Equal(Math.Log(perplexity), -probabilities.Where(p => p > 0).Sum(p => p * Math.Log(p)), 1e-4);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(5f)]
    public void Equal_distances_share_evenly(float distance)
    {
        float[] probabilities = new float[8];

        PerplexityScale.Fit([distance, distance, distance, distance, distance, distance, distance, distance], 3, probabilities);

        Assert.All(probabilities, probability => Assert.Equal(0.125f, probability, 1e-6f));
    }

    /// <summary>How far a step ends from the exact one, as a share of its length; over all points.</summary>
    private static double RelativeError(Layout before, Layout expected, Layout found)
    {
        double error = 0,
            length = 0;
        for (int i = 0; i < before.Values.Length; i++)
        {
            error += Math.Pow(expected.Values[i] - found.Values[i], 2);
            length += Math.Pow(expected.Values[i] - before.Values[i], 2);
        }

        return Math.Sqrt(error / length);
    }

    private static void AssertFirstStepGoesDown(LayoutGraph graph, Layout initial, double[] gradient)
    {
        int dims = initial.Dims;
        using HostTsneStepper stepper = new(
            graph,
            initial,
            new TsneOptions
            {
                Dims = dims,
                ExaggerationEpochs = 0,
                LearningRate = 1,
                Theta = 0,
            },
            2
        );

        stepper.Step();

        // A gain of 1 that meets no movement becomes 0.8; the gradient adds up to 0, so that centring takes away the start's mean alone.
        float[] moved = stepper.Read().Values;
        double largest = gradient.Max(Math.Abs);
        for (int d = 0; d < dims; d++)
        {
            double mean = Enumerable.Range(0, initial.Count).Average(i => (double)initial.Of(i)[d]);
            for (int i = d; i < moved.Length; i += dims)
                Assert.Equal(initial.Values[i] - (0.8 * gradient[i]) - mean, moved[i], (2e-4 * largest) + 1e-6);
        }
    }

    private static float[] Run(HostTsneStepper stepper)
    {
        while (stepper.Epoch < stepper.Epochs)
            stepper.Step();
        return stepper.Read().Values;
    }

    private static EmbeddingMatrix Cloud(int count)
    {
        Random random = new(11);
        return new EmbeddingMatrix(
            count,
            6,
            Enumerable.Range(0, count * 6).Select(i => random.NextSingle() + (i % 6 == i / 6 % 5 ? 2 : 0)).ToArray()
        );
    }

    private static Layout Scattered(int count, int dims)
    {
        Random random = new(12);
        return new Layout(count, dims, [.. Enumerable.Range(0, count * dims).Select(_ => (4 * random.NextSingle()) - 2)]);
    }

    private static LayoutGraph Affinities(EmbeddingMatrix embedding, double perplexity)
    {
        if (embedding.Rows == 0)
            return new LayoutGraph([0], [], []);
        using HostKnnSearch search = new(2);
        int k = new TsneOptions { Perplexity = perplexity }.NeighboursFor(embedding.Rows);
        KnnGraph knn = search.Search(embedding, k, Metric.Euclidean, NoProgress.Instance, CancellationToken.None);
        return new HostAffinityBuilder(2).Build(knn, perplexity, NoProgress.Instance, CancellationToken.None);
    }

    /// <summary>The sum over edges of p ln(p / q) with q of Student's t with dims - 1 degrees of freedom, over all pairs.</summary>
    private static double Divergence(LayoutGraph graph, double[] at, int dims)
    {
        int count = at.Length / dims;
        double freedom = dims - 1,
            sum = 0,
            divergence = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                sum += i == j ? 0 : Kernel(i, j);
        }

        for (int i = 0; i < count; i++)
        {
            for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
            {
                double p = graph.Weights[e];
                divergence += p * Math.Log(p * sum / Kernel(i, graph.Neighbours[e]));
            }
        }

        return divergence;

        double Kernel(int i, int j)
        {
            double squared = 0.0;
            for (int d = 0; d < dims; d++)
                squared += Math.Pow(at[(i * dims) + d] - at[(j * dims) + d], 2);
            return Math.Pow(1 + (squared / freedom), -(freedom + 1) / 2);
        }
    }
}
