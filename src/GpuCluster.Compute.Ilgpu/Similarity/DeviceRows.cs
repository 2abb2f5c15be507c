using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels.Rows;
using GpuCluster.Compute.Ilgpu.Kernels.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Similarity;

/// <summary>
/// The rows of an embedding on the device, prepared for a metric: of unit length for the cosine, and then for distances centred, with their
/// squared lengths.
/// </summary>
internal sealed class DeviceRows : IDisposable
{
    /// <summary>Rows from which the centre is estimated; any point within the data is suitable.</summary>
    private const int CentreRows = 1024;

    private readonly IlgpuDevice _device;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _values;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _squaredLengths;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _centre;
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
        : this(device, embedding, metric == Metric.Cosine, order, Mean(embedding, metric == Metric.Cosine)) { }

    private DeviceRows(IlgpuDevice device, EmbeddingMatrix embedding, bool isCosine, int[]? order, float[] centre)
    {
        _device = device;
        Count = embedding.Rows;
        Features = embedding.Columns;
        Finish = isCosine ? TileValue.CosineDistance : TileValue.SquaredDistance;
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
            _centre = DeviceMemory.Upload<float>(device, centre, "the centre");
        }
        catch
        {
            _squaredLengths?.Dispose();
            _values.Dispose();
            throw;
        }

        if (Count == 0)
            return;
        KernelConfig config = new(Count, device.Shape.GroupSize);
        if (isCosine)
            device.Accelerator.LoadStreamKernel<ArrayView<float>, int>(NormaliseRowsKernel.Run)(config, Values, Features);
        device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(CentreRowsKernel.Run)(
            config,
            Values,
            Centre,
            _squaredLengths.View.BaseView,
            Features,
            isCosine ? 1 : 0
        );
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>d values that were taken off the rows, on the device.</summary>
    public ArrayView<float> Centre => _centre.View.BaseView;

    /// <summary>n x d prepared values on the device.</summary>
    public ArrayView<float> Values => _values.View.BaseView;

    /// <summary>The value of a tile for the metric: a distance, or a squared one.</summary>
    public TileValue Finish { get; }

    /// <summary>Rows of length 1, not centred: their products are cosines.</summary>
    /// <param name="device">Outlives them.</param>
    /// <param name="embedding">n x d values.</param>
    public static DeviceRows Units(IlgpuDevice device, EmbeddingMatrix embedding) =>
        new(device, embedding, true, null, new float[embedding.Columns]);

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
        _centre.Dispose();
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

    /// <summary>About the mean of the rows, or of the rows scaled to length 1.</summary>
    private static float[] Mean(EmbeddingMatrix embedding, bool ofUnits)
    {
        int step = Math.Max(1, embedding.Rows / CentreRows);
        double[] sum = new double[embedding.Columns];
        int rows = 0;
        for (int row = 0; row < embedding.Rows; row += step, rows++)
        {
            ReadOnlySpan<float> values = embedding.Row(row);
            double scale = ofUnits ? InverseLength(values) : 1;
            for (int j = 0; j < sum.Length; j++)
                sum[j] += values[j] * scale;
        }

        // Subnormal numbers become 0 on some devices, and a zero row is known by what was taken off.
        return Array.ConvertAll(sum, each => Math.Abs(each / rows) < 1e-30 ? 0f : (float)(each / rows));
    }

    private static double InverseLength(ReadOnlySpan<float> row)
    {
        double squared = 0;
        foreach (double value in row)
            squared += value * value;
        return squared > 0 ? 1 / Math.Sqrt(squared) : 0;
    }
}
