using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Embedding.Tests.Models;

/// <summary>Images far from a model's training images are told.</summary>
public sealed class ModelDomainTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-domain-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Vectors_far_from_every_centre_lie_outside()
    {
        ModelDomain domain = Read("""{"statement": "two things", "minCosine": 0.9, "centres": [[1, 0], [0, 1]]}""")!;
        EmbeddingMatrix vectors = new(5, 2, new float[] { 1, 0, 0, 1, 0.6f, 0.8f, -1, 0, 0, 0 });

        Assert.Equal(0.5, domain.ShareOutside(vectors));
        string warning = domain.WarningOf("photos", "small", vectors)!;
        Assert.Contains("photos: 50 %", warning);
        Assert.Contains("small was made for (two things", warning);
        Assert.Null(domain.WarningOf("photos", "small", new EmbeddingMatrix(4, 2, new float[] { 1, 0, 1, 0, 0, 1, -1, 0 })));
    }

    [Fact]
    public void Vectors_of_another_width_are_of_another_model() =>
        Assert.Equal(
            0,
            Read("""{"statement": "s", "minCosine": 0.9, "centres": [[1, 0]]}""")!.ShareOutside(new EmbeddingMatrix(1, 3, new float[3]))
        );

    [Fact]
    public void A_model_without_a_description_says_nothing() => Assert.Null(ModelDomain.TryRead(_folder.FullName));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"statement": "s", "minCosine": 0.9, "centres": []}""")]
    [InlineData("""{"statement": "s", "minCosine": 0.9, "centres": [[1], [1, 2]]}""")]
    [InlineData("""{"statement": "s", "minCosine": "x", "centres": [[1]]}""")]
    [InlineData("""{"statement": 3, "minCosine": 0.5, "centres": [[1]]}""")]
    public void A_damaged_description_is_refused(string json) =>
        Assert.Contains("domain.json", Assert.Throws<UnusableInputException>(() => Read(json)).Message);

    private ModelDomain? Read(string json)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "domain.json"), json);
        return ModelDomain.TryRead(_folder.FullName);
    }
}
