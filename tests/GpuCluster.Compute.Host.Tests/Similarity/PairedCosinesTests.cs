using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Similarity;

/// <summary>Cosines of groups, from their pairs alone.</summary>
public sealed class PairedCosinesTests
{
    private static readonly SimilarPair[] Pairs = [new(0, 1, 0.9f), new(0, 3, 0.8f), new(1, 2, 0.5f), new(4, 5, 0.7f)];

    /// <summary>Members 1 and 3 are no pair, and 2 is no member.</summary>
    [Fact]
    public void Only_pairs_of_two_members_count()
    {
        SimilarityGroup measured = new PairedCosines(Pairs, []).Measure(new SimilarityGroup([0, 1, 3], float.NaN, float.NaN));
        Assert.Equal((0.8f, 0.85f), (measured.MinCosine, measured.MeanCosine));
    }

    /// <summary>Three equal samples for 0 and one for 1: three pairs of cosine 1 and three of 0.9.</summary>
    [Fact]
    public void Equal_samples_count_as_often_as_they_are()
    {
        SimilarityGroup measured = new PairedCosines(Pairs, [3, 1, 1, 1, 1, 1]).Measure(new SimilarityGroup([0, 1], float.NaN, float.NaN));
        Assert.Equal(0.9f, measured.MinCosine);
        Assert.Equal(0.95f, measured.MeanCosine, 6);
    }
}
