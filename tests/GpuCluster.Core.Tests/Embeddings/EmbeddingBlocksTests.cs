using CsCheck;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Core.Tests.Embeddings;

/// <summary>Vectors in several blocks, as more than 2^31 values are held, here by blocks of a few rows.</summary>
public sealed class EmbeddingBlocksTests
{
    private static readonly Gen<(int Rows, int Columns, int Most)> Sizes = Gen.Select(Gen.Int[0, 30], Gen.Int[1, 5], Gen.Int[5, 40]);

    [Fact]
    public void Rows_do_not_depend_on_the_blocks_they_lie_in() =>
        Sizes.Sample(size =>
        {
            EmbeddingMatrix matrix = Filled(size).Take();
            Assert.Equal((size.Rows, size.Columns, (long)size.Rows * size.Columns), (matrix.Rows, matrix.Columns, matrix.Length));
            Assert.All(matrix.Blocks, block => Assert.True(block.Length <= size.Most && block.Length % size.Columns == 0));
            AssertRows(matrix, Enumerable.Range(0, size.Rows));
        });

    [Fact]
    public void Some_rows_move_up_within_the_memory_they_are_in() =>
        Gen.Select(Sizes, Gen.Bool.Array[30])
            .Sample(
                (size, kept) =>
                {
                    int[] rows = [.. Enumerable.Range(0, size.Rows).Where(row => kept[row])];
                    AssertRows(Filled(size).Take(rows), rows);
                    AssertRows(Filled(size).Take().Pick(rows), rows);
                }
            );

    [Fact]
    public void Values_of_several_blocks_are_not_handed_out_as_one()
    {
        EmbeddingMatrix matrix = Filled((7, 2, 6)).Take();
        Assert.Equal(3, matrix.Blocks.Count);
        Assert.Throws<InvalidOperationException>(() => matrix.Values);
        AssertRows(matrix.Slice(3, 3), [3, 4, 5]);
        AssertRows(matrix.Slice(2, 4), [2, 3, 4, 5]);
        AssertRows(matrix.Slice(7, 0), []);
    }

    private static EmbeddingBuffer Filled((int Rows, int Columns, int Most) size)
    {
        EmbeddingBuffer buffer = new(size.Rows, size.Columns, size.Most);
        for (int row = 0; row < size.Rows; row++)
        {
            for (int column = 0; column < size.Columns; column++)
                buffer.Row(row)[column] = (10 * row) + column;
        }

        return buffer;
    }

    private static void AssertRows(EmbeddingMatrix matrix, IEnumerable<int> expected)
    {
        int[] rows = [.. expected];
        Assert.Equal(rows.Length, matrix.Rows);
        for (int row = 0; row < rows.Length; row++)
        {
            IEnumerable<float> values = Enumerable.Range(0, matrix.Columns).Select(column => (float)((10 * rows[row]) + column));
            Assert.Equal(values, matrix.Row(row).ToArray());
        }
    }
}
