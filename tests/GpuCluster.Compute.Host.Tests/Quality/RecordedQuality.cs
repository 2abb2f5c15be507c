using System.Text.Json;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Tests.Quality;

/// <summary>A data set, a layout of it, and what scikit-learn says of them; see fixtures/README.md.</summary>
public sealed record RecordedQuality(
    string Name,
    int Features,
    int Dims,
    int[] Data,
    int[] Layout,
    int[] Labels,
    int[] Folds,
    double Trustworthiness15,
    double Trustworthiness15Cosine,
    double KnnAccuracy5
)
{
    private const float Unit = 1f / 256;

    public EmbeddingMatrix Embedding => new(Labels.Length, Features, Array.ConvertAll(Data, v => v * Unit));

    public Layout Positions => new(Labels.Length, Dims, Array.ConvertAll(Layout, v => v * Unit));

    public SampleLabels Classes => new(Labels, [.. Enumerable.Range(0, Labels.Max() + 1).Select(c => $"class {c}")]);

    public static RecordedQuality[] All()
    {
        using Stream stream = typeof(RecordedQuality).Assembly.GetManifestResourceStream("quality.json")!;
        return JsonSerializer.Deserialize<RecordedQuality[]>(stream, JsonSerializerOptions.Web)!;
    }

    public override string ToString() => Name;
}
