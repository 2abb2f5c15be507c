using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels.Rows;
using GpuCluster.Compute.Ilgpu.Kernels.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Similarity;

/// <summary>
/// Cosines on a device. The rows stay on the device until disposal; each result is copied to the host. One thread at a time, and no other
/// user of the device meanwhile.
/// </summary>
public sealed class IlgpuCosineSimilarity : ICosineSimilarity
{
    private readonly IlgpuDevice _device;
    private readonly DeviceRows _rows;
    private readonly Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> _similarityRow;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, int, int> _meanRows;
    private MemoryBuffer1D<float, Stride1D.Dense> _result;
    private MemoryBuffer1D<float, Stride1D.Dense>? _sides;
    private MemoryBuffer1D<float, Stride1D.Dense>? _noLengths;

    /// <summary>Copies the embedding to a device that the caller owns and normalises it there.</summary>
    /// <param name="device">Outlives this.</param>
    /// <param name="embedding">n x d values.</param>
    /// <exception cref="Core.Errors.MachineFaultException">The device has too little memory.</exception>
    public IlgpuCosineSimilarity(IlgpuDevice device, EmbeddingMatrix embedding)
    {
        _device = device;
        _similarityRow = device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(
            SimilarityRowKernel.Run
        );
        _meanRows = device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, int, int>(
            MeanRowsKernel.Run
        );
        _rows = DeviceRows.Units(device, embedding);
        try
        {
            _result = DeviceMemory.Allocate<float>(device, embedding.Rows, "a row of cosines");
        }
        catch
        {
            _rows.Dispose();
            throw;
        }
    }

    public int Count => _rows.Count;

    public void Row(int index, Span<float> cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (cosines.Length != Count)
            throw new ArgumentException($"{cosines.Length} places for {Count} cosines", nameof(cosines));
        Compare(_rows.Values.SubView((long)index * _rows.Features, _rows.Features), cosines);

        // A unit row's own cosine is 1 by definition, whatever the rounding; a zero row's is 0.
        cosines[index] = cosines[index] > 0 ? 1 : 0;
    }

    public void Query(ReadOnlySpan<float> vector, Span<float> cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, _rows.Features, nameof(vector));
        if (cosines.Length != Count)
            throw new ArgumentException($"{cosines.Length} places for {Count} cosines", nameof(cosines));
        using MemoryBuffer1D<float, Stride1D.Dense> query = DeviceMemory.Upload(_device, vector, "the vector that all are compared with");
        _device.Accelerator.LoadStreamKernel<ArrayView<float>, int>(NormaliseRowsKernel.Run)(
            new KernelConfig(1, _device.Shape.GroupSize),
            query.View.BaseView,
            _rows.Features
        );
        Compare(query.View.BaseView, cosines);
    }

    public void Tile(int firstRow, int rows, int firstColumn, int columns, Span<float> cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(firstColumn);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Count - firstRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, Count - firstColumn);
        TileShape shape = new(firstRow, rows, firstColumn, columns);
        if (cosines.Length != shape.Length)
            throw new ArgumentException($"{cosines.Length} places for {rows} x {columns} cosines", nameof(cosines));
        if (shape.Length == 0)
            return;
        ArrayView<float> result = Result(shape.Length);
        _rows.ComputeTile(result, shape, TileValue.Cosine);
        result.CopyToCPU(cosines);
    }

    public IMeanRows Means(ReadOnlySpan<int> samples, int blockSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        foreach (int sample in samples)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sample, nameof(samples));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, Count, nameof(samples));
        }

        int blocks = (samples.Length + blockSize - 1) / blockSize;
        using MemoryBuffer1D<int, Stride1D.Dense> members = DeviceMemory.Upload(_device, samples, "the samples of blocks");
        DeviceMeanRows means = new(this, _device, blocks, _rows.Features);
        if (blocks > 0)
        {
            _meanRows(
                blocks * _rows.Features,
                _rows.Values,
                members.View.BaseView.SubView(0, samples.Length),
                means.Values,
                blockSize,
                _rows.Features
            );
            _device.Accelerator.Synchronize();
        }

        return means;
    }

    public void MeanCosines(IMeanRows rows, IMeanRows columns, Span<float> cosines)
    {
        DeviceMeanRows left = Own(rows),
            right = Own(columns);
        TileShape shape = new(0, left.Count, left.Count, right.Count);
        if (cosines.Length != shape.Length)
            throw new ArgumentException($"{cosines.Length} places for {left.Count} x {right.Count} cosines", nameof(cosines));
        if (shape.Length == 0)
            return;

        // One tile's rows and columns lie in one matrix: that of the means, the rows above the columns.
        long split = (long)left.Count * _rows.Features;
        long length = split + ((long)right.Count * _rows.Features);
        ArrayView<float> sides = Grown(ref _sides, length, "mean rows");
        ArrayView<float> noLengths = Grown(ref _noLengths, left.Count + right.Count, "their lengths");
        noLengths.MemSetToZero();
        sides.SubView(0, split).CopyFrom(left.Values.SubView(0, split));
        sides.SubView(split, length - split).CopyFrom(right.Values.SubView(0, length - split));
        ArrayView<float> result = Result(shape.Length);
        _rows.ComputeTile(sides, noLengths, result, shape, TileValue.Cosine);
        result.CopyToCPU(cosines);
    }

    public void Dispose()
    {
        _noLengths?.Dispose();
        _sides?.Dispose();
        _result.Dispose();
        _rows.Dispose();
    }

    private DeviceMeanRows Own(IMeanRows means) =>
        means is DeviceMeanRows own && ReferenceEquals(own.Owner, this)
            ? own
            : throw new ArgumentException("means of another similarity", nameof(means));

    private ArrayView<float> Grown(ref MemoryBuffer1D<float, Stride1D.Dense>? buffer, long length, string what)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer?.Dispose();
            buffer = null;
            buffer = DeviceMemory.Allocate<float>(_device, length, what);
        }

        return buffer.View.BaseView.SubView(0, length);
    }

    private void Compare(ArrayView<float> query, Span<float> cosines)
    {
        ArrayView<float> result = Result(Count);
        _similarityRow(new KernelConfig(Count, _device.Shape.GroupSize), _rows.Values, result, query, _rows.Features);
        result.CopyToCPU(cosines);
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
