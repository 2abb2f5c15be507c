using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels.Rows;
using GpuCluster.Compute.Ilgpu.Kernels.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Similarity;

/// <summary>
/// The rows of an embedding on the device, prepared for a metric: unit length for the cosine, centred with squared lengths for euclidean
/// distances.
/// </summary>
internal sealed class DeviceRows : IDisposable
{
    /// <summary>Rows from which the centre is estimated; any point within the data is suitable.</summary>
    private const int CentreRows = 1024;

    private readonly IlgpuDevice _device;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _values;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _squaredLengths;
    private readonly Action<
        KernelConfig,
        ArrayView<float>,
        ArrayView<float>,
        ArrayView<float>,
        TileShape,
        TileValue,
        int,
        SpecializedValue<int>,
        SpecializedValue<int>
    > _dotTile;
    private Action<
        KernelConfig,
        ArrayView<float>,
        ArrayView<float>,
        ArrayView<float>,
        ArrayView<TileShape>,
        int,
        TileValue,
        int,
        SpecializedValue<int>,
        SpecializedValue<int>
    >? _dotTiles;

    /// <summary>Copies rows to a device and prepares them.</summary>
    /// <param name="device">Outlives this.</param>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">Euclidean or cosine.</param>
    /// <param name="order">A permutation of the rows; null for the original order.</param>
    public DeviceRows(IlgpuDevice device, EmbeddingMatrix embedding, Metric metric, int[]? order = null)
    {
        _device = device;
        Count = embedding.Rows;
        Features = embedding.Columns;
        Finish = metric == Metric.Cosine ? TileValue.CosineDistance : TileValue.SquaredDistance;
        _dotTile = device.Accelerator.LoadStreamKernel<
            ArrayView<float>,
            ArrayView<float>,
            ArrayView<float>,
            TileShape,
            TileValue,
            int,
            SpecializedValue<int>,
            SpecializedValue<int>
        >(DotTileKernel.Run);
        if (order is null && embedding.Blocks.Count > 1)
            order = [.. Enumerable.Range(0, Count)];
        _values = order is null
            ? DeviceMemory.Upload(device, embedding.Values.Span, "the embedding")
            : DeviceMemory.UploadRows(device, embedding, order, "the embedding");
        try
        {
            _squaredLengths = DeviceMemory.Allocate<float>(device, Count, "the lengths of the rows");
        }
        catch
        {
            _values.Dispose();
            throw;
        }

        if (Count == 0)
            return;
        _squaredLengths.MemSetToZero();
        KernelConfig config = new(Count, device.Shape.GroupSize);
        if (metric == Metric.Cosine)
        {
            device.Accelerator.LoadStreamKernel<ArrayView<float>, int>(NormaliseRowsKernel.Run)(config, Values, Features);
        }
        else
        {
            using MemoryBuffer1D<float, Stride1D.Dense> centre = DeviceMemory.Upload<float>(device, Centre(embedding), "the centre");
            device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(CentreRowsKernel.Run)(
                config,
                Values,
                centre.View.BaseView,
                _squaredLengths.View.BaseView,
                Features
            );
            device.Accelerator.Synchronize();
        }
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>n x d prepared values on the device.</summary>
    public ArrayView<float> Values => _values.View.BaseView;

    /// <summary>The value of a tile for the metric: a distance, or a squared one.</summary>
    public TileValue Finish { get; }

    /// <summary>Starts computing a tile.</summary>
    public void ComputeTile(ArrayView<float> tile, TileShape shape, TileValue finish) =>
        ComputeTile(Values, _squaredLengths.View.BaseView, tile, shape, finish);

    /// <summary>Starts computing a tile of the products of other rows of d features.</summary>
    /// <param name="values">At least as many rows as the tile's last row or column.</param>
    /// <param name="squaredLengths">As many values.</param>
    /// <param name="tile">Receives the tile.</param>
    /// <param name="shape">Which tile.</param>
    /// <param name="finish">The conversion of a product.</param>
    public void ComputeTile(
        ArrayView<float> values,
        ArrayView<float> squaredLengths,
        ArrayView<float> tile,
        TileShape shape,
        TileValue finish
    )
    {
        LaunchShape threads = _device.Shape;
        _dotTile(
            Blocks(shape.Rows, shape.Columns, 1),
            values,
            squaredLengths,
            tile,
            shape,
            finish,
            Features,
            SpecializedValue.New(threads.BlockColumns),
            SpecializedValue.New(threads.BlockRows)
        );
    }

    /// <summary>Starts computing several tiles at once.</summary>
    /// <param name="tiles">Receives them, each in room for edge x edge entries.</param>
    /// <param name="shapes">Which tiles, on the device.</param>
    /// <param name="edge">Rows and columns of the largest.</param>
    public void ComputeTiles(ArrayView<float> tiles, ArrayView<TileShape> shapes, int edge)
    {
        LaunchShape threads = _device.Shape;

        // Compiled on demand, as not every user of the rows needs it.
        _dotTiles ??= _device.Accelerator.LoadStreamKernel<
            ArrayView<float>,
            ArrayView<float>,
            ArrayView<float>,
            ArrayView<TileShape>,
            int,
            TileValue,
            int,
            SpecializedValue<int>,
            SpecializedValue<int>
        >(DotTileKernel.RunMany);
        _dotTiles(
            Blocks(edge, edge, shapes.IntLength),
            Values,
            _squaredLengths.View.BaseView,
            tiles,
            shapes,
            edge * edge,
            Finish,
            Features,
            SpecializedValue.New(threads.BlockColumns),
            SpecializedValue.New(threads.BlockRows)
        );
    }

    public void Dispose()
    {
        _squaredLengths.Dispose();
        _values.Dispose();
    }

    /// <summary>The blocks of tiles, and the threads of a block.</summary>
    private KernelConfig Blocks(int rows, int columns, int tiles)
    {
        LaunchShape threads = _device.Shape;
        int width = DotTileKernel.PerThread * threads.BlockColumns;
        int height = DotTileKernel.PerThread * threads.BlockRows;
        return new KernelConfig(
            new Index3D((columns + width - 1) / width, (rows + height - 1) / height, tiles),
            new Index3D(threads.BlockColumns * threads.BlockRows, 1, 1)
        );
    }

    private static float[] Centre(EmbeddingMatrix embedding)
    {
        int step = Math.Max(1, embedding.Rows / CentreRows);
        double[] sum = new double[embedding.Columns];
        int rows = 0;
        for (int row = 0; row < embedding.Rows; row += step, rows++)
        {
            ReadOnlySpan<float> values = embedding.Row(row);
            for (int j = 0; j < sum.Length; j++)
                sum[j] += values[j];
        }

        return Array.ConvertAll(sum, each => (float)(each / rows));
    }
}
