using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Similarity;

/// <summary>Cosines on a device that the caller owns. The rows stay on the device until disposal; each answer is copied to the host.</summary>
public sealed class IlgpuCosineSimilarity : ICosineSimilarity
{
    private readonly IlgpuDevice _device;
    private readonly DeviceRows _rows;
    private readonly Action<KernelConfig, ArrayView<float>, ArrayView<float>, int, int> _similarityRow;
    private MemoryBuffer1D<float, Stride1D.Dense> _result;

    /// <summary>Copies the embedding to the device and normalises it there.</summary>
    /// <param name="device">Outlives this.</param>
    /// <param name="embedding">n x d values.</param>
    public IlgpuCosineSimilarity(IlgpuDevice device, EmbeddingMatrix embedding)
    {
        _device = device;
        _similarityRow = device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, int, int>(SimilarityRowKernel.Run);
        _rows = new DeviceRows(device, embedding, Metric.Cosine);
        _result = DeviceMemory.Allocate<float>(device, embedding.Rows, "a row of cosines");
    }

    public int Count => _rows.Count;

    public void Row(int index, Span<float> cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (cosines.Length != Count)
            throw new ArgumentException($"{cosines.Length} places for {Count} cosines", nameof(cosines));
        var config = new KernelConfig(Count, _device.Shape.GroupSize);
        ArrayView<float> result = Result(Count);
        _similarityRow(config, _rows.Values, result, index, _rows.Features);
        result.CopyToCPU(cosines);

        // A unit row's own cosine is 1 by definition, whatever the rounding; a zero row's is 0.
        cosines[index] = cosines[index] > 0 ? 1 : 0;
    }

    public void Tile(int firstRow, int rows, int firstColumn, int columns, Span<float> cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(firstColumn);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Count - firstRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, Count - firstColumn);
        var shape = new TileShape(firstRow, rows, firstColumn, columns);
        if (cosines.Length != shape.Length)
            throw new ArgumentException($"{cosines.Length} places for {rows} x {columns} cosines", nameof(cosines));
        if (shape.Length == 0)
            return;
        ArrayView<float> result = Result(shape.Length);
        _rows.ComputeTile(result, shape, TileValue.Cosine);
        result.CopyToCPU(cosines);
    }

    public void Dispose()
    {
        _result.Dispose();
        _rows.Dispose();
    }

    private ArrayView<float> Result(long length)
    {
        if (_result.Length < length)
        {
            _result.Dispose();
            _result = DeviceMemory.Allocate<float>(_device, length, "a tile of cosines");
        }

        return _result.View.BaseView.SubView(0, length);
    }
}
