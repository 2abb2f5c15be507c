using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Clusters;

public sealed class ClusterNamesTests
{
    [Fact]
    public void The_label_of_most_members_names_a_cluster_with_its_share()
    {
        SampleLabels labels = new([0, 0, 1, 0, 1, -1, -1, 1, 0, 0, 0, 0, 0, 1], ["猫", "dog"]);

        ClusterName[] names = ClusterNames.Of([0, 0, 0, 1, 1, 2, 0, -1, 3, 3, 3, 3, 3, 3], 5, labels);

        Assert.Equal(new ClusterName("猫 + dog · 67, 33 %", "猫", 2.0 / 3, 4), names[0]);
        Assert.Equal(new ClusterName("猫 + dog (2) · 50, 50 %", "猫", 0.5, 2), names[1]);
        Assert.Equal(new ClusterName("cluster 2", null, double.NaN, 1), names[2]);
        Assert.Equal(new ClusterName("猫 · 83 %", "猫", 5.0 / 6, 6), names[3]);
        Assert.Equal(new ClusterName("cluster 4", null, double.NaN, 0), names[4]);
        Assert.Equal(["cluster 0", "cluster 1"], ClusterNames.Of([1, 0], 2, null).Select(name => name.Name));
    }

    // The values are those of sklearn.metrics.adjusted_rand_score.
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 1, 1, 0, 0 }, 1)]
    [InlineData(new[] { 0, 0, 1, 2 }, new[] { 0, 0, 1, 1 }, 0.5714285714285714)]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new[] { -1, 0, 0, 1, 1, -1, 2, 2 }, new[] { 0, 0, 0, 1, 1, 2, 2, 1 }, 0.2222222222222222)]
    [InlineData(new[] { 0, 1, 0, 1 }, new[] { 0, 0, 1, 1 }, -0.5)]
    [InlineData(new[] { 0, 0, 0 }, new[] { 0, 0, 0 }, 1)]
    [InlineData(new[] { 0, 1, 5, 5 }, new[] { 0, 0, -1, -1 }, 0)]
    public void Agreement_is_what_scikit_learn_says(int[] clusterOf, int[] classOf, double expected) =>
        Assert.Equal(expected, AdjustedRand.Of(clusterOf, new SampleLabels(classOf, ["a", "b", "c", "d"])), 12);

    [Fact]
    public void Without_two_labels_there_is_no_agreement() =>
        Assert.Equal(double.NaN, AdjustedRand.Of([0, 0], new SampleLabels([0, -1], ["a"])));
}
