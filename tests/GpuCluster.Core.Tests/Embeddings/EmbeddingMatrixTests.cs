using GpuCluster.Core.Embeddings;

namespace GpuCluster.Core.Tests.Embeddings;

public sealed class EmbeddingMatrixTests
{
    [Fact]
    public void A_check_that_waits_runs_before_the_first_value_is_handed_out_and_once()
    {
        int checks = 0;
        EmbeddingMatrix matrix = new(2, 2, new float[] { 1, 2, 3, 4 }, () => checks++);
        Assert.Equal(4, matrix.UncheckedRow(1)[1]);
        Assert.Equal(0, checks);
        Assert.Equal([3f, 4], matrix.Row(1).ToArray());
        Assert.Equal([1f, 2, 3, 4], matrix.Values.ToArray());
        matrix.Check();
        Assert.Equal(1, checks);
    }

    [Fact]
    public void Nothing_is_handed_out_while_the_check_fails()
    {
        EmbeddingMatrix matrix = new(2, 1, new[] { 1, float.NaN }, () => throw new InvalidDataException());
        for (int time = 0; time < 2; time++)
        {
            Assert.Throws<InvalidDataException>(() => matrix.Row(0).Length);
            Assert.Throws<InvalidDataException>(() => matrix.Values);
            Assert.Throws<InvalidDataException>(() => matrix.Slice(0, 1));
        }
    }
}
