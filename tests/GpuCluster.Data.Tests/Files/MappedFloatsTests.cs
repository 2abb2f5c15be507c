using System.Runtime.InteropServices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tests.Files;

public sealed class MappedFloatsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(0, 3 * 4096)]
    [InlineData(7, (2 * 4096) + 5)]
    [InlineData(1, 9)]
    public void Rows_that_were_let_go_are_read_again(int start, int length)
    {
        float[] values = [.. Enumerable.Range(0, start + length + 3).Select(i => i * 0.5f)];
        File.WriteAllBytes(_path, MemoryMarshal.AsBytes(values.AsSpan()));
        using FileStream stream = File.OpenRead(_path);
        using IDisposable owner = new MappedFloats(stream, start * sizeof(float), length, _path);
        MappedFloats mapped = (MappedFloats)owner;
        EmbeddingMatrix matrix = new(1, length, mapped.Memory);
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(values.AsSpan(start, length), matrix.Row(0));
            matrix.LetGo();
        }
    }

    [Fact]
    public void Vectors_of_the_program_s_own_memory_stay()
    {
        EmbeddingMatrix matrix = new(2, 2, new float[] { 1, 2, 3, 4 });
        matrix.LetGo();
        Assert.Equal([3, 4], matrix.Row(1).ToArray());
    }
}
