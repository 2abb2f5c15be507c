using System.Numerics;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Lanes;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>
/// Whether a device computes what it should, on a few dozen samples: a driver that miscompiles a kernel is then found before anyone looks at its pictures.
/// How it works: every stage runs on the device, from the result of the stage before, and is compared with the plainest loop over Core's formulas in double
/// or float. Costs the compilation of the kernels, which the run needs anyway, and milliseconds.
/// </summary>
internal static class ParityCheck
{
    /// <summary>More than one dot-product step of features, and a number of samples that fills no group evenly.</summary>
    private const int Rows = 45, Columns = 19, K = 7;

    /// <summary>Few steps of a short run: each amplifies what differs in the last digit.</summary>
    private const int Epochs = 12, Steps = 4;

    /// <summary>Float sums in another order, and the device's own exp and pow, differ by less.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Runs the check.</summary>
    /// <returns>The first difference in words, or null where there is none.</returns>
    public static string? Run(IlgpuDevice device)
    {
        try
        {
            var embedding = new EmbeddingMatrix(Rows, Columns, Values());
            KnnGraph? knn = null;
            foreach (Metric metric in new[] { Metric.Cosine, Metric.Euclidean })
            {
                using var search = new IlgpuKnnSearch(device);
                knn = search.Search(embedding, K, metric, NoProgress.Instance, CancellationToken.None);
                if (CompareNeighbours(embedding, metric, knn) is { } difference)
                    return difference;
            }

            using var builder = new IlgpuFuzzyGraphBuilder(device);
            LayoutGraph graph = builder.Build(knn!, NoProgress.Instance, CancellationToken.None);
            return CompareCosines(device, embedding) ?? CompareGraph(knn!, graph) ?? CompareEpochs(device, graph);
        }
        catch (Exception fault)
        {
            return fault.Message;
        }
    }

    private static float[] Values()
    {
        uint key = CounterRandom.Key(1, 0, 0);
        var values = new float[Rows * Columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = CounterRandom.Unit(CounterRandom.Bits(key, (uint)i)) - 0.3f;
        return values;
    }

    private static string? CompareCosines(IlgpuDevice device, EmbeddingMatrix embedding)
    {
        using var similarity = new IlgpuCosineSimilarity(device, embedding);
        var row = new float[Rows];
        var tile = new float[Rows * 3];
        similarity.Row(2, row);
        similarity.Tile(1, 3, 0, Rows, tile);
        for (int i = 0; i < Rows; i++)
        {
            double expected = Cosine(embedding.Row(2), embedding.Row(i));
            if (Differs(row[i], expected))
                return $"cosine of samples 2 and {i}: {row[i]} instead of {expected}";
            if (Differs(tile[Rows + i], expected))
                return $"cosine of samples 2 and {i} in a tile: {tile[Rows + i]} instead of {expected}";
        }

        return null;
    }

    private static string? CompareNeighbours(EmbeddingMatrix embedding, Metric metric, KnnGraph knn)
    {
        for (int i = 0; i < Rows; i++)
        {
            int sample = i;
            double[] expected = [.. Enumerable.Range(0, Rows).Select(other => Distance(embedding, metric, sample, other)).Order().Take(K)];
            for (int j = 0; j < K; j++)
            {
                double found = Distance(embedding, metric, i, knn.NeighboursOf(i)[j]);
                if (Differs(found, expected[j]) || Differs(knn.DistancesOf(i)[j], expected[j]))
                    return $"{metric} neighbour {j} of sample {i}: distance {knn.DistancesOf(i)[j]} instead of {expected[j]}";
            }
        }

        return null;
    }

    private static string? CompareGraph(KnnGraph knn, LayoutGraph graph)
    {
        var strengths = new float[Rows, Rows];
        float mean = knn.Distances.Sum() / knn.Distances.Length;
        for (int i = 0; i < Rows; i++)
        {
            NeighbourhoodScale scale = SmoothKnnDistance.Fit(new Row(knn, i), SmoothKnnDistance.Target(K), mean);
            for (int j = 1; j < K; j++)
                strengths[i, knn.NeighboursOf(i)[j]] = MembershipStrength.Of(knn.DistancesOf(i)[j], scale.Rho, scale.Sigma);
        }

        for (int i = 0; i < Rows; i++)
        {
            var found = new float[Rows];
            for (int edge = graph.RowStart[i]; edge < graph.RowStart[i + 1]; edge++)
                found[graph.Neighbours[edge]] = graph.Weights[edge];
            for (int j = 0; j < Rows; j++)
            {
                float expected = FuzzyUnion.Of(strengths[i, j], strengths[j, i]);
                if (Differs(found[j], expected))
                    return $"weight of edge {i}-{j}: {found[j]} instead of {expected}";
            }
        }

        return null;
    }

    private static string? CompareEpochs(IlgpuDevice device, LayoutGraph graph)
    {
        var options = new UmapOptions { Epochs = Epochs };
        var initial = new Layout(Rows, 3, [.. Values().Take(Rows * 3).Select(value => 10 * value)]);
        using var stepper = new IlgpuUmapStepper(graph, initial, options, device);
        var edges = new UmapEdges(graph, Epochs);
        Vector3[] expected = [.. edges.Vertices.Select(vertex => new Vector3(initial.Of(vertex)))];
        while (stepper.Epoch < Steps)
        {
            StepByFormula(edges, expected, stepper.Epoch, options);
            stepper.Step();
        }

        Layout found = stepper.Read();
        for (int place = 0; place < Rows; place++)
        {
            // So positions are compared more coarsely than values.
            int vertex = edges.Vertices[place];
            if (!(Vector3.Distance(new Vector3(found.Of(vertex)), expected[place]) < 100 * Tolerance))
                return $"vertex {vertex} after {Steps} epochs: {new Vector3(found.Of(vertex))} instead of {expected[place]}";
        }

        return null;
    }

    private static void StepByFormula(UmapEdges edges, Vector3[] positions, int epoch, UmapOptions options)
    {
        var curve = UmapCurve.Fit(options.MinDist, options.Spread);
        float alpha = UmapSchedule.Alpha(options.LearningRate, epoch, Epochs);
        for (int batch = 0; batch + 1 < edges.SubBatchStart.Length; batch++)
        {
            var before = (Vector3[])positions.Clone();
            var pulls = new Vector3[edges.Count];
            int start = edges.SubBatchStart[batch], end = edges.SubBatchStart[batch + 1];
            for (int place = start; place < end; place++)
            {
                uint key = CounterRandom.Key(options.Seed, (uint)epoch, (uint)edges.Vertices[place]), draw = 0;
                for (int edge = edges.RowStart[place]; edge < edges.RowStart[place + 1]; edge++)
                {
                    if (!UmapSchedule.Fires(edges.Steps[edge], epoch))
                        continue;
                    pulls[edge] = Act(1, edges.Tails[edge]);
                    for (int negatives = UmapSchedule.Negatives(edges.Steps[edge], epoch, options.NegativeSamples); negatives > 0; negatives--)
                    {
                        int other = CounterRandom.Index(CounterRandom.Bits(key, draw++), positions.Length);
                        if (other != place)
                            Act(-1, other);
                    }
                }

                Vector3 Act(double pull, int other)
                {
                    Vector3 move = alpha * Force(pull, positions[place] - before[other], curve, options);
                    positions[place] += move;
                    return move;
                }
            }

            // An edge that does not act has not pulled: 0.
            for (int edge = edges.RowStart[start]; edge < edges.RowStart[end]; edge++)
                positions[edges.Tails[edge]] -= pulls[edge];
        }
    }

    private static Vector3 Force(double pull, Vector3 difference, UmapCurve curve, UmapOptions options)
    {
        DoubleLane coefficient = UmapForces<DoubleLane>.Either(
            new DoubleLane(pull), new DoubleLane(difference.LengthSquared()), new DoubleLane(curve.A), new DoubleLane(curve.B), new DoubleLane(options.Repulsion));
        return new Vector3(Clip(difference.X), Clip(difference.Y), Clip(difference.Z));

        float Clip(float component) => (float)UmapForces<DoubleLane>.Clip(coefficient * new DoubleLane(component)).Value;
    }

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double dot = 0, xx = 0, yy = 0;
        for (int j = 0; j < x.Length; j++)
        {
            dot += (double)x[j] * y[j];
            xx += (double)x[j] * x[j];
            yy += (double)y[j] * y[j];
        }

        return dot / Math.Sqrt(xx * yy);
    }

    private static double Distance(EmbeddingMatrix embedding, Metric metric, int first, int second)
    {
        if (first == second)
            return 0;
        ReadOnlySpan<float> x = embedding.Row(first), y = embedding.Row(second);
        if (metric == Metric.Cosine)
            return 1 - Cosine(x, y);
        double sum = 0;
        for (int j = 0; j < x.Length; j++)
            sum += ((double)x[j] - y[j]) * ((double)x[j] - y[j]);
        return Math.Sqrt(sum);
    }

    // Written so that a NaN differs too.
    private static bool Differs(double found, double expected) => !(Math.Abs(found - expected) <= Tolerance);

    private readonly struct Row(KnnGraph knn, int sample) : IDistanceRow
    {
        public int K => knn.K;

        public float At(int neighbour) => knn.DistancesOf(sample)[neighbour];
    }
}
