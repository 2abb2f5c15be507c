using GpuCluster.Embedding.Images;

namespace GpuCluster.Embedding.Tests.Images;

/// <summary>How images are divided among the runs of a model.</summary>
public sealed class ImageBatchesTests
{
    [Theory]
    [InlineData(0, 8, true, "")]
    [InlineData(1, 8, true, "1")]
    [InlineData(8, 8, true, "2 2 2 2")]
    [InlineData(24, 8, true, "4 4 4 4 2 2 2 2")]
    [InlineData(43, 8, true, "8 8 8 4 4 4 2 2 2 1")]
    [InlineData(5, 1, true, "1 1 1 1 1")]
    [InlineData(43, 8, false, "8 8 8 8 8 3")]
    public void The_last_batches_are_smaller_unless_the_model_fixes_them(int images, int batch, bool isSplit, string sizes)
    {
        (int First, int Count)[] batches = [.. ImageBatches.Of(images, batch, isSplit)];
        Assert.Equal(sizes, string.Join(' ', batches.Select(each => each.Count)));
        int first = 0;
        foreach ((int at, int count) in batches)
        {
            Assert.Equal(first, at);
            first += count;
        }

        Assert.Equal(images, first);
    }
}
