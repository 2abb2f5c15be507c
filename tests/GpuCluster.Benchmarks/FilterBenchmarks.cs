using BenchmarkDotNet.Attributes;
using GpuCluster.Core.Samples;
using GpuCluster.Scene;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Benchmarks;

/// <summary>A filter over three columns of a million samples: the expression alone, and with the colours of the next frame.</summary>
[ShortRunJob]
public class FilterBenchmarks
{
    private const int Samples = 1_000_000;
    private SceneState? _scene;

    /// <summary>Classes and two columns of numbers; then a search in a path that each sample has of its own.</summary>
    [Params("class = c17 and score < 0.3 and size >= 100", "class in (c1, c2, c3) or not score >= 0.9 and size is not empty", "77.jpg")]
    public string Expression { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(42);
        int[] classOf = new int[Samples];
        double[] scores = new double[Samples];
        double[] sizes = new double[Samples];
        for (int i = 0; i < Samples; i++)
            (classOf[i], scores[i], sizes[i]) = (random.Next(100), random.NextDouble(), i % 10 == 0 ? double.NaN : random.Next(1000));
        SampleFacts facts = new(Samples)
        {
            Labels = new SampleLabels(classOf, [.. Enumerable.Range(0, 100).Select(i => $"c{i}")]),
            Paths = [.. Enumerable.Range(0, Samples).Select(i => $"photos/{i % 1000}/IMG_{i}.jpg")],
            Columns = [new NumericColumn("score", scores), new NumericColumn("size", sizes)],
        };
        _scene = new SceneState(facts);
        Evaluate();
    }

    [Benchmark]
    public PointSet Evaluate() =>
        _scene!.Filters.TryFind(Expression, out PointSet? found, out FilterFault? fault)
            ? found
            : throw new InvalidOperationException(fault.ToString());

    [Benchmark]
    public uint[] EvaluateAndColour()
    {
        _scene!.Filters.Clear();
        _scene.Filters.TryAdd(Expression, out _);
        return _scene.Colours.Colours.Rgba;
    }
}
