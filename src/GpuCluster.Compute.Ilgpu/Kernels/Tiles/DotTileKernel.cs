using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tiles;

/// <summary>
/// A tile of X·Xᵀ, converted to cosines or distances. How it works: a group owns a block of 8 BlockRows x 8 BlockColumns results. Sixteen
/// features at a time it loads the block's rows of X and its columns of Xᵀ into shared memory, feature by feature, then each thread
/// multiplies 8 rows with 8 columns that it holds as four 4 x 4 register blocks: 64 multiply-adds for 16 loaded floats. A thread's rows
/// (and columns) lie in the two halves of the block, so that neighbouring threads read neighbouring banks.
/// </summary>
internal static class DotTileKernel
{
    /// <summary>Rows and columns of a thread.</summary>
    public const int PerThread = 8;

    /// <summary>Features in shared memory at a time: 128-wide blocks then take 17 KiB.</summary>
    private const int Depth = 16;

    /// <summary>Padding of a shared row, a multiple of 4 floats for 16-byte loads: transposing stores hit different banks.</summary>
    private const int Padding = 4;

    /// <summary>Threads of the largest block side.</summary>
    private const int LargestSide = 16;

    /// <summary>Shared memory of the largest block. Why a constant: see <see cref="GroupSum.LargestGroup"/>.</summary>
    private const int SharedFloats = 2 * Depth * ((PerThread * LargestSide) + Padding);

    /// <param name="values">n x <paramref name="features"/>, row-major.</param>
    /// <param name="squaredLengths">n values, used where <paramref name="finish"/> weighs them.</param>
    /// <param name="tile">Receives the tile.</param>
    /// <param name="shape">Which tile.</param>
    /// <param name="finish">The conversion of a dot product.</param>
    /// <param name="features">d.</param>
    /// <param name="blockColumns">Threads side by side.</param>
    /// <param name="blockRows">Threads below each other.</param>
    [KernelEntry]
    public static void Run(
        ArrayView<float> values,
        ArrayView<float> squaredLengths,
        ArrayView<float> tile,
        TileShape shape,
        TileValue finish,
        int features,
        SpecializedValue<int> blockColumns,
        SpecializedValue<int> blockRows
    )
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(SharedFloats);
        Multiply(values, squaredLengths, tile, shape, finish, features, blockColumns, blockRows, shared);
    }

    /// <summary>
    /// Computes several tiles in one launch, along the grid's third axis: one small tile alone would leave most of a device idle.
    /// </summary>
    /// <param name="values">n x <paramref name="features"/>, row-major.</param>
    /// <param name="squaredLengths">n values, used where <paramref name="finish"/> weighs them.</param>
    /// <param name="tiles">Receives the tiles, each in room for <paramref name="room"/> entries.</param>
    /// <param name="shapes">Which tiles.</param>
    /// <param name="room">Entries of the largest tile.</param>
    /// <param name="finish">The conversion of a dot product.</param>
    /// <param name="features">d.</param>
    /// <param name="blockColumns">Threads side by side.</param>
    /// <param name="blockRows">Threads below each other.</param>
    [KernelEntry]
    public static void RunMany(
        ArrayView<float> values,
        ArrayView<float> squaredLengths,
        ArrayView<float> tiles,
        ArrayView<TileShape> shapes,
        int room,
        TileValue finish,
        int features,
        SpecializedValue<int> blockColumns,
        SpecializedValue<int> blockRows
    )
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(SharedFloats);
        ArrayView<float> tile = tiles.SubView((long)Grid.IdxZ * room, room);
        Multiply(values, squaredLengths, tile, shapes[Grid.IdxZ], finish, features, blockColumns, blockRows, shared);
    }

    private static void Multiply(
        ArrayView<float> values,
        ArrayView<float> squaredLengths,
        ArrayView<float> tile,
        TileShape shape,
        TileValue finish,
        int features,
        int blockColumns,
        int blockRows,
        ArrayView<float> shared
    )
    {
        int width = PerThread * blockColumns;
        int height = PerThread * blockRows;
        int rowStride = height + Padding;
        int columnStride = width + Padding;
        ArrayView<float> rowPart = shared.SubView(0, Depth * rowStride);
        ArrayView<float> columnPart = shared.SubView(Depth * rowStride, Depth * columnStride);
        ArrayView<Float4> rowQuads = rowPart.Cast<Float4>();
        ArrayView<Float4> columnQuads = columnPart.Cast<Float4>();

        int threadColumn = Group.IdxX % blockColumns;
        int threadRow = Group.IdxX / blockColumns;
        int top = Grid.IdxY * height;
        int left = Grid.IdxX * width;

        Float4x4 topLeft = default,
            topRight = default,
            bottomLeft = default,
            bottomRight = default;
        for (int first = 0; first < features; first += Depth)
        {
            Stage(values, rowPart, rowStride, shape.FirstRow + top, shape.FirstRow + shape.Rows, height, first, features);
            Stage(values, columnPart, columnStride, shape.FirstColumn + left, shape.FirstColumn + shape.Columns, width, first, features);
            Group.Barrier();
            for (int feature = 0; feature < Depth; feature++)
            {
                int rowAt = (feature * rowStride / 4) + threadRow;
                int columnAt = (feature * columnStride / 4) + threadColumn;
                Float4 upper = rowQuads[rowAt];
                Float4 lower = rowQuads[rowAt + blockRows];
                Float4 leftHalf = columnQuads[columnAt];
                Float4 rightHalf = columnQuads[columnAt + blockColumns];
                topLeft = topLeft.PlusOuter(upper, leftHalf);
                topRight = topRight.PlusOuter(upper, rightHalf);
                bottomLeft = bottomLeft.PlusOuter(lower, leftHalf);
                bottomRight = bottomRight.PlusOuter(lower, rightHalf);
            }

            Group.Barrier();
        }

        int row = top + (4 * threadRow);
        int column = left + (4 * threadColumn);
        StoreBlock(squaredLengths, tile, shape, finish, row, column, topLeft);
        StoreBlock(squaredLengths, tile, shape, finish, row, column + (width / 2), topRight);
        StoreBlock(squaredLengths, tile, shape, finish, row + (height / 2), column, bottomLeft);
        StoreBlock(squaredLengths, tile, shape, finish, row + (height / 2), column + (width / 2), bottomRight);
    }

    /// <summary>
    /// Loads <paramref name="count"/> rows of X, transposed: feature f of row r goes to f * stride + r. What lies outside is 0.
    /// </summary>
    private static void Stage(
        ArrayView<float> values,
        ArrayView<float> part,
        int stride,
        int firstSample,
        int endSample,
        int count,
        int firstFeature,
        int features
    )
    {
        for (int at = Group.IdxX; at < count * Depth; at += Group.DimX)
        {
            int sample = firstSample + (at / Depth);
            int feature = firstFeature + (at % Depth);
            float value = 0;
            if (sample < endSample && feature < features)
                value = values[((long)sample * features) + feature];
            part[(at % Depth * stride) + (at / Depth)] = value;
        }
    }

    private static void StoreBlock(
        ArrayView<float> squaredLengths,
        ArrayView<float> tile,
        TileShape shape,
        TileValue finish,
        int row,
        int column,
        Float4x4 block
    )
    {
        StoreFloat4(squaredLengths, tile, shape, finish, row, column, block.First);
        StoreFloat4(squaredLengths, tile, shape, finish, row + 1, column, block.Second);
        StoreFloat4(squaredLengths, tile, shape, finish, row + 2, column, block.Third);
        StoreFloat4(squaredLengths, tile, shape, finish, row + 3, column, block.Fourth);
    }

    private static void StoreFloat4(
        ArrayView<float> squaredLengths,
        ArrayView<float> tile,
        TileShape shape,
        TileValue finish,
        int row,
        int column,
        Float4 dots
    )
    {
        if (row >= shape.Rows)
            return;
        Store(squaredLengths, tile, shape, finish, row, column, dots.X);
        Store(squaredLengths, tile, shape, finish, row, column + 1, dots.Y);
        Store(squaredLengths, tile, shape, finish, row, column + 2, dots.Z);
        Store(squaredLengths, tile, shape, finish, row, column + 3, dots.W);
    }

    private static void Store(
        ArrayView<float> squaredLengths,
        ArrayView<float> tile,
        TileShape shape,
        TileValue finish,
        int row,
        int column,
        float dot
    )
    {
        if (column < shape.Columns)
        {
            tile[((long)row * shape.Columns) + column] = finish.Of(
                dot,
                squaredLengths[shape.FirstRow + row] + squaredLengths[shape.FirstColumn + column]
            );
        }
    }
}
