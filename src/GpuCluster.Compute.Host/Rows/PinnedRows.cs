using System.Buffers;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Rows;

/// <summary>The rows of an embedding by their addresses, for loops over features of several rows at once.</summary>
internal sealed unsafe class PinnedRows : IDisposable
{
    private readonly MemoryHandle[] _blocks;
    private readonly int _blockRows;
    private readonly int _columns;

    /// <summary>Holds the memory where it is.</summary>
    /// <param name="embedding">n x d values.</param>
    public PinnedRows(EmbeddingMatrix embedding)
    {
        _columns = embedding.Columns;
        _blockRows = Math.Max(1, embedding.Blocks[0].Length / _columns);
        _blocks = [.. embedding.Blocks.Select(block => block.Pin())];
    }

    /// <summary>The first of the d features of a row.</summary>
    /// <param name="row">0 to n - 1.</param>
    public float* Row(int row) => (float*)_blocks[row / _blockRows].Pointer + ((nint)(row % _blockRows) * _columns);

    public void Dispose()
    {
        foreach (MemoryHandle block in _blocks)
            block.Dispose();
    }
}
