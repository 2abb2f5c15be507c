using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Tests.Quality;

public sealed class LabelConflictsTests
{
    [Fact]
    public void Equal_samples_of_different_classes_are_found_and_those_without_a_label_left_out()
    {
        // Samples 0, 2, 5 are equal and so are 1, 3 (one class) and 4, 6 (one has no label).
        int[] first = [0, 1, 0, 1, 4, 0, 4];
        SampleLabels labels = new([0, 1, 0, 1, 0, 1, -1], ["a", "b"]);

        IReadOnlyList<int[]> found = LabelConflicts.Find(first, labels, TestContext.Current.CancellationToken);

        Assert.Equal([0, 2, 5], Assert.Single(found));
    }
}
